// S3a: how long a message takes while people write and type at a steady pace, against a bare relay.
import { compare } from '../harness/compare.mjs'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { othersOf } from '../harness/rounds.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 1_000, agents: 50 }
const PER_SECOND = 100
const SEED = 20_268
const FULL = { rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 10_000 }
const QUICK = { rounds: 3, roundsMax: 5, warmUpMs: 3_000, measureMs: 4_000 }

/** Runs the row. */
export async function run({ isQuick, say }) {
  const plan = isQuick ? QUICK : FULL
  const people = { size: SIZE, seed: SEED, perSecond: PER_SECOND }
  return report(await compare(['relay', 'durable'], { people, plan, say }), plan)
}

function report({ good, dropped }, { measureMs }) {
  const later = (what) => spread(good.map(({ relay, durable }) => durable[what] - relay[what]))
  const row = (name, what) => {
    const { median, min, max } = spread(good.map((each) => each[name][what]))
    return [name, `ack and delivery, ${what}, ms`, ...[median, min, max].map((value) => fixed(value, 1))]
  }
  const others = spread(good.flatMap((each) => Object.values(each).map(othersOf)))
  return {
    goals: [
      goal({ id: 'S3a', what: 'p50 later than R, ms', ...later('p50'), floor: 5, goal: 5, better: 'less' }),
      goal({ id: 'S3a', what: 'p99 later than R, ms', ...later('p99'), floor: 20, goal: 8, better: 'less' }),
    ],
    lines: [
      `${good.length} rounds of ${measureMs / 1_000} s a side, ${dropped} dropped for steal; anything else used ${fixed(others.median, 2)} cores.`,
      '',
      ...table(
        ['side', 'figure', 'median', 'min', 'max'],
        ['relay', 'durable'].flatMap((name) => ['p50', 'p99'].map((what) => row(name, what))),
      ),
    ],
  }
}

export const title = 'A message at a steady pace (S3a)'
export const method = [
  `${SIZE.contacts} conversations with ${SIZE.agents} agents; ${PER_SECOND} messages and as many signs of typing a second, half by contacts and half by agents, sent when they`,
  'are due whether or not the ones before have arrived. A message is done when its sender has the ack and the other side has the message,',
  'and counts from the moment in which it was due. Both sides take turns within each round.',
]
