// Rounds of a comparison: every side is measured once in each, in an order that turns; rounds that the host disturbed are dropped.
import { existsSync } from 'node:fs'
import { readProfile } from './profile.mjs'
import { spread } from './statistics.mjs'

const STEAL_MAX = 0.05
/** Cores that others may use in a round that counts as alone, and how many such rounds a gate wants. */
const OTHERS_MAX = 0.35
const ALONE_MIN = 5
/** After a side has rested while the other was measured. */
const RAMP_MS = 700

/** Microseconds of CPU that a process used for each message. */
export const perMessage = ({ seconds, messages }, who = 'server') => (1e6 * (seconds[who] ?? 0)) / messages
export const perSecond = ({ messages, elapsed }) => messages / elapsed

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
export function othersOf({ busy, cores, seconds, elapsed }) {
  const ours = Object.values(seconds).reduce((sum, each) => sum + each, 0)
  return Math.max(0, busy * cores - ours / elapsed)
}

const isUndisturbed = (figures) => Object.values(figures).every(({ steal }) => steal <= STEAL_MAX)
const isAlone = (figures) => Object.values(figures).every((figure) => othersOf(figure) <= OTHERS_MAX)

/** So many undisturbed rounds, out of at most `roundsMax`; or, where they are asked for, so many that were alone on the machine. */
export async function runRounds(sides, { rounds, roundsMax, measureMs, wantsAlone = false, say }) {
  const good = []
  let dropped = 0
  const counted = () => (wantsAlone ? good.filter(isAlone) : good).length
  for (let round = 0; round < roundsMax && counted() < rounds; round += 1) {
    const figures = await runRound(sides, { measureMs, say, round })
    if (isUndisturbed(figures)) good.push(figures)
    else dropped += 1
  }
  if (good.length === 0) throw new Error(`All ${dropped} rounds had more than ${percent(STEAL_MAX)} of the CPU stolen`)
  return { good, dropped }
}

/**
 * The ratio that a gate judges: the median of the rounds that were alone on the machine. Null where others left no five such rounds:
 * Parley gathers less at a time when it is pushed aside, so each message costs it up to half as much again.
 */
export function gated(good, ratioOf) {
  const alone = good.filter(isAlone)
  return alone.length >= ALONE_MIN ? spread(alone.map(ratioOf)).median : null
}

/** Prints where a process spends its time; it writes its profile to `file` once it is told so, which it was to begin. */
export async function printProfile({ name, pid, file, say }) {
  process.kill(pid, 'SIGUSR2')
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 200))
  await new Promise((resolve) => setTimeout(resolve, 500))
  say(`where ${name} spends its time`)
  for (const line of readProfile(file)) console.log(line)
}

/** Prints where the nodes of all sides spend their time; a node writes its profile to the side's `profiles`. */
export async function profileSides(sides, { say }) {
  for (const { name, pids, profiles, measure } of sides) {
    const nodes = Object.entries(profiles).filter(([who]) => pids[who] !== undefined)
    for (const [who] of nodes) process.kill(pids[who], 'SIGUSR2')
    await measure({ warmMs: 0, measureMs: 5_000 })
    for (const [who, file] of nodes) await printProfile({ name: `${name} (${who})`, pid: pids[who], file, say })
  }
}
