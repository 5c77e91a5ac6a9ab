// S10: the server is killed under everybody and started again: how long until all are back and miss nothing, against a bare relay.
import { fixed, NOTHING, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { machineTimes, processSeconds } from '../harness/proc.mjs'
import { printProfile } from '../harness/rounds.mjs'
import { startSide } from '../harness/sides.mjs'
import { spread } from '../harness/statistics.mjs'

const SEED = 20_270
const PER_SECOND = 100
const STEAL_MAX = 0.05
const FULL = { contacts: 2_000, agents: 50, rounds: 5, roundsMax: 8 }
const QUICK = { contacts: 400, agents: 10, rounds: 2, roundsMax: 3 }
/** People write for so long before the server is killed. */
const TALK_MS = 2_000

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** One storm: milliseconds from the kill, and what everybody used until all were back. With `say` the server prints its profile. */
async function storm({ name, ask, killAndStartAgain, pids, profiles }, say) {
  const back = ask('untilAllAreBack')
  // Who waits for it waits below; a failure before that must not go unheard.
  back.catch(() => undefined)
  await sleep(TALK_MS)
  const before = { at: Date.now(), store: pids.store && processSeconds(pids.store), machine: machineTimes() }
  await killAndStartAgain()
  if (say !== undefined) process.kill(pids.server, 'SIGUSR2')
  const listening = Date.now() - before.at
  const { p50, p95, last, clientShare, wrongAtReturn } = await back
  if (say !== undefined) await printProfile({ name, pid: pids.server, file: profiles.server, say })
  const now = machineTimes()
  const figure = {
    ...{ listening, p50: p50 - before.at, p95: p95 - before.at, last: last - before.at, clientShare, wrongAtReturn },
    server: processSeconds(pids.server),
    store: pids.store && processSeconds(pids.store) - before.store,
    steal: (now.steal - before.machine.steal) / (now.total - before.machine.total),
  }
  const settled = await ask('settle')
  if (settled.failures.length > 0)
    throw new Error(`${name}: ${settled.failures.length} refused: ${settled.failures[0]}`)
  return { ...figure, ...settled }
}

const words = (name, { listening, p50, last, clientShare, server, lost, wrongUnread, wrongAtReturn }) =>
  `${name} listens after ${listening} ms, half are back after ${p50} ms, all after ${last} ms, CPU ${fixed(server, 1)} s, ` +
  `client ${fixed(100 * clientShare, 0)} %, ${lost} lost, ${wrongUnread + wrongAtReturn} wrong`

async function runRound(sides, round) {
  const figure = {}
  for (const side of round % 2 === 0 ? sides : [...sides].reverse()) figure[side.name] = await storm(side)
  return figure
}

/** Runs the row. */
export async function run({ isQuick, isProfiled, say }) {
  const { contacts, agents, rounds, roundsMax } = isQuick ? QUICK : FULL
  const people = { size: { contacts, agents }, seed: SEED, perSecond: PER_SECOND, isReturning: true }
  const sides = []
  try {
    for (const name of ['relay', 'durable']) {
      const side = await startSide(name, { ...people, isProfiled })
      sides.push(side)
      say(`${name}: ${side.opened}`)
    }
    await runRound(sides, 0)
    if (isProfiled) {
      for (const side of sides) await storm(side, say)
      return NOTHING
    }
    const good = []
    for (let round = 0; round < roundsMax && good.length < rounds; round += 1) {
      const figure = await runRound(sides, round)
      for (const { name } of sides) say(`round ${round + 1}: ${words(name, figure[name])}`)
      if (Object.values(figure).every(({ steal }) => steal <= STEAL_MAX)) good.push(figure)
    }
    if (good.length === 0) throw new Error('All rounds had too much of the CPU stolen')
    return report(good, people.size)
  } finally {
    for (const side of sides) await side.stop()
  }
}

const FIGURES = [
  { what: 'until it listens, ms', pick: ({ listening }) => listening, digits: 0 },
  { what: 'until half are back, ms', pick: ({ p50 }) => p50, digits: 0 },
  { what: 'until 95 % are back, ms', pick: ({ p95 }) => p95, digits: 0 },
  { what: 'until all are back, ms', pick: ({ last }) => last, digits: 0 },
  { what: "server's CPU until then, s", pick: ({ server }) => server, digits: 2 },
  { what: "store's CPU until then, s", pick: ({ store }) => store, digits: 2 },
  { what: "client's share of a core", pick: ({ clientShare }) => clientShare, digits: 2 },
  { what: 'acked messages that never arrived', pick: ({ lost }) => lost, digits: 0 },
]

function report(good, { contacts, agents }) {
  const ratio = (what) => spread(good.map(({ relay, durable }) => durable[what] / relay[what]))
  const none = (what, pick) => ({ ...spread(good.map(({ durable }) => pick(durable))), what, digits: 0 })
  const row = (limits) => goal({ id: 'S10', floor: 0, goal: 0, better: 'less', ...limits })
  const of = `${contacts} + ${agents}`
  return {
    goals: [
      row({ what: `until all ${of} are back / bare`, ...ratio('last'), floor: 2, goal: 1.4 }),
      row(none('messages lost', ({ lost }) => lost)),
      row(none('messages doubled', ({ doubled }) => doubled)),
      row(none('wrong when back', ({ wrongAtReturn, wrongUnread }) => wrongAtReturn + wrongUnread)),
    ],
    lines: [
      `${good.length} storms a side.`,
      '',
      ...table(
        ['side', 'figure', 'median', 'min', 'max'],
        ['relay', 'durable'].flatMap((name) =>
          FIGURES.filter(({ pick }) => pick(good[0][name]) !== undefined).map(({ what, pick, digits }) => {
            const { median, min, max } = spread(good.map((figure) => pick(figure[name])))
            return [name, what, ...[median, min, max].map((value) => fixed(value, digits))]
          }),
        ),
      ),
    ],
  }
}

export const title = 'Everybody at once, after a kill (S10)'
export const method = [
  `${FULL.contacts} contacts and ${FULL.agents} agents are connected over WebSocket and write ${PER_SECOND} messages/s, half each. The server gets SIGKILL and is started again at once on its`,
  'port and its store. Clients wait as those of the pages do (Socket.IO: 0.5 to 1.5 s, then twice as long, 5 s at most) and send from their outbox what was due',
  "meanwhile. Time counts from the kill until the last is back. At the bare relay one is back when one is let in, which is into one's room. At Parley a contact is back",
  'when the thread and all that was missed of it have been read again; an agent when the list, drafts, mentions and the open conversation have, and the list counts all that was acked',
  'before the agent asked. Then one message goes each way in every chat, to show that all are in their rooms, and every ack, position and unread count is compared with what was',
  'written. The bare relay keeps nothing: what it acked to nobody is lost. Both take turns, the first storm of each is not counted.',
]
