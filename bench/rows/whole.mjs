// S1c: against the way of the system before Parley, which writes a whole conversation anew for every message.
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { perSecond, runRounds } from '../harness/rounds.mjs'
import { startSide } from '../harness/sides.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 50, agents: 5 }
const IN_FLIGHT = 64
const SEED = 20_269
const FULL = { messages: 1_000, rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 3_000 }
const QUICK = { messages: 200, rounds: 3, roundsMax: 5, warmUpMs: 2_000, measureMs: 1_500 }
const FILL_MS = 2_000

/** The one is filled directly; at Parley people write until its conversations are as long. */
async function fill({ whole, durable }, messages) {
  await whole.fill(messages)
  for (let sent = 0; sent < messages * SIZE.contacts;) {
    sent += (await durable.measure({ warmMs: 0, measureMs: FILL_MS })).messages
  }
}

/** Runs the row. */
export async function run({ isQuick, say }) {
  const plan = isQuick ? QUICK : FULL
  const sides = {}
  try {
    for (const name of ['whole', 'durable']) {
      sides[name] = await startSide(name, { size: SIZE, seed: SEED, inFlight: IN_FLIGHT })
      say(`${name}: ${sides[name].opened}`)
    }
    const both = Object.values(sides)
    await sides.durable.measure({ warmMs: 0, measureMs: plan.warmUpMs })
    // Every round at the one finds the conversations as short as the first.
    const emptied = { ...sides.whole, measure: (window) => sides.whole.fill(0).then(() => sides.whole.measure(window)) }
    const short = await runRounds([emptied, sides.durable], { ...plan, say })
    await fill(sides, plan.messages)
    say(`conversations hold ${plan.messages} messages and more`)
    const long = await runRounds(both, { ...plan, say })
    return report({ short, long }, plan)
  } finally {
    for (const side of Object.values(sides)) await side.stop()
  }
}

function report({ short, long }, { messages, measureMs }) {
  const ratio = ({ good }) => spread(good.map(({ whole, durable }) => perSecond(durable) / perSecond(whole)))
  const rows = Object.entries({ 'from empty': short, [`from ${messages}`]: long }).flatMap(([from, { good }]) =>
    ['whole', 'durable'].map((name) => {
      const { median, min, max } = spread(good.map((each) => perSecond(each[name])))
      return [name, from, ...[median, min, max].map((value) => fixed(value, 0))]
    }),
  )
  return {
    goals: [
      goal({ id: 'S1c', what: 'throughput from empty', ...ratio(short), floor: 1.5, goal: 2.5, better: 'more' }),
      goal({ id: 'S1c', what: `throughput from ${messages}`, ...ratio(long), floor: 20, goal: 40, better: 'more' }),
    ],
    lines: [
      `${short.good.length} and ${long.good.length} rounds of ${measureMs / 1_000} s a side.`,
      '',
      ...table(['side', 'conversations', 'messages/s: median', 'min', 'max'], rows),
    ],
  }
}

export const title = 'Against conversations that are written whole (S1c)'
export const method = [
  `${SIZE.contacts} contacts and ${SIZE.agents} agents, ${IN_FLIGHT} messages in flight. \`whole\` is a small server in \`bench/baseline\` that reads a conversation from Redis and writes`,
  'all of it back for every message, keeps nothing on disk and loses what is written at the same time; `durable` is Parley on its embedded store. First',
  `from empty conversations, which grow while they are measured, then from ${FULL.messages} messages in each.`,
]
