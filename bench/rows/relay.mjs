// S1a, S1b and S2: a persisted, acked and delivered message against a bare relay's, in throughput and in CPU of the server.
import { compare } from '../harness/compare.mjs'
import { goal } from '../harness/goals.mjs'
import { fixed, NOTHING, table } from '../harness/document.mjs'
import { gated, othersOf, perMessage, perSecond } from '../harness/rounds.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 500, agents: 25 }
const IN_FLIGHT = 64
const SEED = 20_261
const FULL = { sides: ['relay', 'null', 'durable'], rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 5_000 }
const QUICK = { sides: ['relay', 'null'], rounds: 5, roundsMax: 9, warmUpMs: 3_000, measureMs: 2_000, wantsAlone: true }

/** Runs the row. With `isProfiled` it prints profiles instead of measuring. */
export async function run({ isQuick, isProfiled, say }) {
  const plan = isQuick ? QUICK : FULL
  const people = { size: SIZE, seed: SEED, inFlight: IN_FLIGHT }
  const rounds = await compare(plan.sides, { people, plan, isProfiled, say })
  return rounds === undefined ? NOTHING : report(rounds, plan)
}

function report({ good, dropped }, { sides, measureMs }) {
  const ratio = (name) => spread(good.map((each) => perSecond(each[name]) / perSecond(each.relay)))
  const cpu = (name, who) => spread(good.map((each) => perMessage(each[name], who)))
  const costOf = (each) => perMessage(each.null) / perMessage(each.relay)
  const hasDurable = sides.includes('durable')
  const goals = [
    goal({
      id: 'S1a',
      what: 'throughput, store that keeps nothing / R',
      ...ratio('null'),
      floor: 0.35,
      goal: 0.5,
      better: 'more',
    }),
    ...(hasDurable
      ? [
          goal({
            id: 'S1b',
            what: 'throughput, durable store / R',
            ...ratio('durable'),
            floor: 0.15,
            goal: 0.25,
            better: 'more',
          }),
        ]
      : []),
    goal({
      id: 'S2',
      what: "server's CPU per message / R's",
      ...spread(good.map(costOf)),
      gated: gated(good, costOf),
      floor: 3,
      goal: 2.2,
      better: 'less',
    }),
  ]
  const three = ({ median, min, max }, digits) => [median, min, max].map((value) => fixed(value, digits))
  const rows = sides.flatMap((name) => [
    [name, 'messages/s', ...three(spread(good.map((each) => perSecond(each[name]))), 0)],
    [name, "server's CPU per message, us", ...three(cpu(name), 1)],
    ...(name === 'durable' ? [[name, "store's CPU per message, us", ...three(cpu(name, 'store'), 1)]] : []),
    [name, 'ack and delivery, p50, ms', ...three(spread(good.map((each) => each[name].p50)), 1)],
    [name, 'ack and delivery, p99, ms', ...three(spread(good.map((each) => each[name].p99)), 1)],
    [
      name,
      "client's share of a core",
      ...three(spread(good.map((each) => each[name].seconds.load / each[name].elapsed)), 2),
    ],
    [name, 'cores used by anything else', ...three(spread(good.map((each) => othersOf(each[name]))), 2)],
  ])
  const steal = Math.max(...good.flatMap((each) => Object.values(each).map((figure) => figure.steal)))
  return {
    goals,
    lines: [
      `${good.length} rounds of ${measureMs / 1_000} s a side, ${dropped} dropped for steal; the most that was stolen in a counted window: ${(100 * steal).toFixed(1)} %.`,
      '',
      ...table(['side', 'figure', 'median', 'min', 'max'], rows),
    ],
  }
}

export const title = 'A persisted message against a bare relay (S1a, S1b, S2)'
export const method = [
  `${SIZE.contacts} contacts and ${SIZE.agents} agents are connected over WebSocket, ${IN_FLIGHT} messages are in flight, half by contacts and half by agents. A message has`,
  'left flight when its sender has the ack and the other side has the message. `relay` (R) is a bare Socket.IO server that hands',
  'the payload on and acks it; `null` is Parley, with authentication, validation, numbering and delivery, on a store process that answers',
  'at once and keeps no message; `durable` is Parley on its embedded store, every message on disk before its ack. All sides stay',
  'connected, take turns within each round, and are asked by the same frame-level client in processes of their own.',
]
