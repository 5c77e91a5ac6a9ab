// S11: a message that goes from one node to another, against one that stays on its node.
import { compare } from '../harness/compare.mjs'
import { fixed, NOTHING, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { perMessage, perSecond } from '../harness/rounds.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 500, agents: 25 }
/** Few enough that nobody waits for a core: latencies are compared. */
const IN_FLIGHT = 8
const SEED = 20_267
const FULL = { rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 5_000 }
const QUICK = { rounds: 5, roundsMax: 7, warmUpMs: 3_000, measureMs: 2_000 }

const ofNodes = (figure) => perMessage(figure) + perMessage(figure, 'second')

const FIGURES = [
  { what: 'messages/s', pick: perSecond, digits: 0 },
  { what: "nodes' CPU per message, us", pick: ofNodes, digits: 1 },
  { what: "store's CPU per message, us", pick: (figure) => perMessage(figure, 'store'), digits: 1 },
  { what: 'ack and delivery, p50, ms', pick: ({ p50 }) => p50, digits: 1 },
  { what: 'ack and delivery, p99, ms', pick: ({ p99 }) => p99, digits: 1 },
]

const OF_LISTENER = {
  what: "third node's CPU per message, us",
  pick: (figure) => perMessage(figure, 'third'),
  digits: 1,
}

/** Runs the row. With `isProfiled` it prints profiles instead of measuring. */
export async function run({ isQuick, isProfiled, say }) {
  const plan = isQuick ? QUICK : FULL
  const people = { size: SIZE, seed: SEED, inFlight: IN_FLIGHT }
  const rounds = await compare(['durable', 'two', 'three'], { people, plan, isProfiled, say })
  return rounds === undefined ? NOTHING : report(rounds, plan)
}

function report({ good, dropped }, { measureMs }) {
  const ratio = (pick) => spread(good.map(({ durable, two }) => pick(two) / pick(durable)))
  const row = (name, { what, pick, digits }) => {
    const { median, min, max } = spread(good.map((each) => pick(each[name])))
    return [name, what, ...[median, min, max].map((value) => fixed(value, digits))]
  }
  return {
    goals: [
      goal({ id: 'S11', what: 'CPU of two nodes / one', ...ratio(ofNodes), floor: 2.5, goal: 2, better: 'less' }),
      goal({
        id: 'S11',
        what: 'p50 of two nodes / one',
        ...ratio(({ p50 }) => p50),
        floor: 4,
        goal: 2,
        better: 'less',
      }),
    ],
    lines: [
      `${good.length} rounds of ${measureMs / 1_000} s a side, ${dropped} dropped for steal.`,
      '',
      ...table(
        ['side', 'figure', 'median', 'min', 'max'],
        [
          ...['durable', 'two'].flatMap((name) => FIGURES.map((figure) => row(name, figure))),
          row('three', OF_LISTENER),
        ],
      ),
    ],
  }
}

export const title = 'From one node to another (S11)'
export const method = [
  `${SIZE.contacts} contacts and ${SIZE.agents} agents are connected over WebSocket, ${IN_FLIGHT} messages are in flight, half by contacts and half by agents.`,
  '`durable` is one Parley on its embedded store, `two` are two of them on one embedded store with a Redis between, all contacts at one and all',
  'agents at the other, so that every message crosses; `three` has a third beside them that nobody is connected to, and shows what a node pays',
  "that merely hears of a message. CPU is that of the nodes, without Redis and store. Without `REDIS_URL` nothing of Redis' runs.",
]
