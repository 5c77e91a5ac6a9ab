// S3a and S3b: how long a message takes while people write and type at a steady pace, against a bare relay.
import { compare } from '../harness/compare.mjs'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { othersOf } from '../harness/rounds.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 1_000, agents: 50 }
/** Messages a second, and what may be lost in milliseconds to the relay. */
const PACES = [
  { id: 'S3a', perSecond: 100, p50: { floor: 5, goal: 5 }, p99: { floor: 20, goal: 8 } },
  { id: 'S3b', perSecond: 1_000, p50: { floor: 6, goal: 6 }, p99: { floor: 40, goal: 15 } },
]
const SEED = 20_268
const FULL = { rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 10_000 }
const QUICK = { rounds: 3, roundsMax: 5, warmUpMs: 3_000, measureMs: 4_000 }

/** Runs the row. */
export async function run({ isQuick, say }) {
  const plan = isQuick ? QUICK : FULL
  const reports = []
  for (const pace of PACES) {
    const { id, perSecond } = pace
    say(`${id}: ${perSecond} messages a second`)
    const people = { size: SIZE, seed: SEED, perSecond }
    reports.push(report(await compare(['relay', 'durable'], { people, plan, say }), { pace, plan }))
  }
  return {
    goals: reports.flatMap(({ goals }) => goals),
    lines: [
      ...reports.map(({ line }) => line),
      '',
      ...table(
        ['messages/s', 'side', 'figure', 'median', 'min', 'max'],
        reports.flatMap(({ rows }) => rows),
      ),
    ],
  }
}

function report({ good, dropped }, { pace: { id, perSecond, p50, p99 }, plan: { measureMs } }) {
  const later = (what) => spread(good.map(({ relay, durable }) => durable[what] - relay[what]))
  const row = (name, what) => {
    const { median, min, max } = spread(good.map((each) => each[name][what]))
    return [perSecond, name, `ack and delivery, ${what}, ms`, ...[median, min, max].map((value) => fixed(value, 1))]
  }
  const others = spread(good.flatMap((each) => Object.values(each).map(othersOf)))
  return {
    goals: [
      goal({ id, what: 'p50 later than R, ms', ...later('p50'), ...p50, better: 'less' }),
      goal({ id, what: 'p99 later than R, ms', ...later('p99'), ...p99, better: 'less' }),
    ],
    rows: ['relay', 'durable'].flatMap((name) => ['p50', 'p99'].map((what) => row(name, what))),
    line: `${id}: ${good.length} rounds of ${measureMs / 1_000} s a side, ${dropped} dropped for steal; anything else used ${fixed(others.median, 2)} cores.`,
  }
}

export const title = 'A message at a steady pace (S3a, S3b)'
export const method = [
  `${SIZE.contacts} conversations with ${SIZE.agents} agents; ${PACES.map(({ perSecond }) => perSecond).join(' and then ')} messages and as many signs of typing a second, half by contacts and half by agents, sent when they`,
  'are due whether or not the ones before have arrived. A message is done when its sender has the ack and the other side has the message,',
  'and counts from the moment in which it was due. Both sides take turns within each round.',
]
