// S1a, S1b and S2: a persisted, acked and delivered message against a bare relay's, in throughput and in CPU of the server.
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProfile } from '../harness/profile.mjs'
import { goal } from '../harness/goals.mjs'
import { fixed, table } from '../harness/document.mjs'
import { startSide } from '../harness/sides.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 500, agents: 25 }
const IN_FLIGHT = 64
const SEED = 20_261
const STEAL_MAX = 0.05
const FULL = { sides: ['relay', 'null', 'durable'], rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 5_000 }
const QUICK = { sides: ['relay', 'null'], rounds: 3, roundsMax: 4, warmUpMs: 3_000, measureMs: 2_500 }
/** After a side has rested while the other was measured. */
const RAMP_MS = 700

const perMessage = ({ seconds, messages }, who = 'server') => (1e6 * (seconds[who] ?? 0)) / messages
const perSecond = ({ messages, elapsed }) => messages / elapsed

/** One round: every side once, the order turning so that none is always first. */
async function runRound(sides, { measureMs, say, round }) {
  const turn = round % sides.length
  const figures = {}
  for (const side of [...sides.slice(turn), ...sides.slice(0, turn)]) {
    const figure = await side.measure({ warmMs: RAMP_MS, measureMs })
    checkWhole(side.name, figure)
    figures[side.name] = figure
    const load = figure.seconds.load / figure.elapsed
    say(
      `round ${round + 1} ${side.name.padEnd(8)} ${perSecond(figure).toFixed(0)} messages/s, ${perMessage(figure).toFixed(1)} us, ` +
        `p50 ${figure.p50.toFixed(1)} ms, p99 ${figure.p99.toFixed(1)} ms, client ${percent(load)}, steal ${percent(figure.steal)}, others ${percent(othersOf(figure))}`,
    )
  }
  return figures
}

/** A figure of a server that dropped something would be a lie. */
function checkWhole(name, { lost, failures, lostSockets }) {
  if (lost > 0 || failures.length > 0 || lostSockets.length > 0) {
    const first = failures[0] ?? lostSockets[0] ?? 'no answer'
    throw new Error(
      `${name}: ${lost} messages lost, ${failures.length} refused, ${lostSockets.length} sockets cut: ${first}`,
    )
  }
}

const percent = (share) => `${(100 * share).toFixed(0)} %`

/** What the machine did besides this measurement, in cores. */
function othersOf({ busy, cores, seconds, elapsed }) {
  const ours = Object.values(seconds).reduce((sum, each) => sum + each, 0)
  return Math.max(0, busy * cores - ours / elapsed)
}

const isUndisturbed = (figures) => Object.values(figures).every(({ steal }) => steal <= STEAL_MAX)

async function runRounds(sides, { rounds, roundsMax, measureMs, say }) {
  const good = []
  let dropped = 0
  for (let round = 0; round < roundsMax && good.length < rounds; round += 1) {
    const figures = await runRound(sides, { measureMs, say, round })
    if (isUndisturbed(figures)) good.push(figures)
    else dropped += 1
  }
  if (good.length === 0) throw new Error(`All ${dropped} rounds had more than ${percent(STEAL_MAX)} of the CPU stolen`)
  return { good, dropped }
}

async function profileSides(sides, { files, say }) {
  for (const side of sides) {
    process.kill(side.pids.server, 'SIGUSR2')
    await side.measure({ warmMs: 0, measureMs: 5_000 })
    process.kill(side.pids.server, 'SIGUSR2')
    while (!existsSync(files[side.name])) await new Promise((resolve) => setTimeout(resolve, 200))
    await new Promise((resolve) => setTimeout(resolve, 500))
    say(`where ${side.name} spends its time`)
    for (const line of readProfile(files[side.name])) console.log(line)
  }
}

/** Runs the row. With `isProfiled` it prints profiles instead of measuring. */
export async function run({ isQuick, isProfiled, say }) {
  const plan = isQuick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'))
  const files = Object.fromEntries(plan.sides.map((name) => [name, join(folder, `${name}.cpuprofile`)]))
  const sides = []
  try {
    for (const name of plan.sides) {
      const profileFile = isProfiled ? files[name] : undefined
      const side = await startSide(name, { size: SIZE, seed: SEED, inFlight: IN_FLIGHT, profileFile })
      sides.push(side)
      say(`${name}: ${side.opened}`)
    }
    for (const side of sides) await side.measure({ warmMs: 0, measureMs: plan.warmUpMs })
    if (isProfiled) {
      await profileSides(sides, { files, say })
      return { goals: [], lines: [] }
    }
    return report(await runRounds(sides, { ...plan, say }), plan)
  } finally {
    for (const side of sides) await side.stop()
  }
}

function report({ good, dropped }, { sides, measureMs }) {
  const ratio = (name) => spread(good.map((each) => perSecond(each[name]) / perSecond(each.relay)))
  const cpu = (name, who) => spread(good.map((each) => perMessage(each[name], who)))
  const cost = spread(good.map((each) => perMessage(each.null) / perMessage(each.relay)))
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
    goal({ id: 'S2', what: "server's CPU per message / R's", ...cost, floor: 3, goal: 2.2, better: 'less' }),
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
