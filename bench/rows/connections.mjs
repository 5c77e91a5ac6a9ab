// S8 and S9: what a contact costs who is merely there, in memory and in the CPU of coming in, against a bare Socket.IO server.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginVisit } from '@parley/server/testing/client-connection'
import { startBareRelay, startDurableStore, startParley, WEIGHER } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { fillWith } from '../harness/filled.mjs'
import { goal } from '../harness/goals.mjs'
import { processSeconds } from '../harness/proc.mjs'
import { spread } from '../harness/statistics.mjs'
import { inTurn } from '../load/in-turn.mjs'
import { LeanSocket } from '../load/lean-socket.mjs'

const SEED = 20_271
/** Conversations that are open beside those who come. */
const FEW = 100
const FULL = { contacts: 1_000, many: 10_000, rounds: 5 }
const QUICK = { contacts: 200, many: 1_000, rounds: 3 }
/** What coming and going leaves to be done is done by then. */
const SETTLE_MS = 2_500

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Bytes that a server holds once its garbage is collected. */
async function weigh({ pid, file }) {
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  while (!existsSync(file)) await sleep(20)
  return JSON.parse(readFileSync(file, 'utf8')).bytes
}

async function bare({ contacts, folder }) {
  const file = join(folder, 'bare')
  const server = await startBareRelay({ profileFile: file, preload: WEIGHER })
  const entries = Array.from({ length: contacts }, (_, index) => ({ auth: { rooms: [`room ${index}`] } }))
  return { name: 'bare', server, file, entries, stop: () => server.stop() }
}

async function parley(name, { contacts, folder, open }) {
  const file = join(folder, name)
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri, profileFile: file, preload: WEIGHER })
  // Beside the one that the others are copied from, which has the first slot.
  const stateOf = (number) => (number === 0 ? 'ended' : 'assigned')
  const crowd = { login: 'away', count: open, seed: SEED, stateOf }
  await fillWith({ url: server.url, uri: store.uri }, crowd)
  const visits = await inTurn(Array.from({ length: contacts }), () => beginVisit(server.url))
  const stop = async () => {
    await server.stop()
    await store.stop()
  }
  return { name, server, file, entries: visits.map(({ token }) => ({ auth: { token } })), stop }
}

/** Everybody comes, stays a while and goes. */
async function comeAndGo({ server, file, entries }) {
  const lost = []
  const before = await weigh({ pid: server.pid, file })
  const secondsBefore = processSeconds(server.pid)
  const listeners = { onAck: () => undefined, onEvent: () => undefined, onLost: (reason) => lost.push(reason) }
  const sockets = await inTurn(entries, (entry) =>
    LeanSocket.open({ port: server.port, namespace: '/contact', ...entry, ...listeners }),
  )
  await sleep(SETTLE_MS)
  const seconds = processSeconds(server.pid) - secondsBefore
  const after = await weigh({ pid: server.pid, file })
  if (lost.length > 0) throw new Error(`${lost.length} sockets were cut: ${lost[0]}`)
  for (const socket of sockets) socket.close()
  await sleep(SETTLE_MS)
  return { bytes: (after - before) / entries.length, micros: (1e6 * seconds) / entries.length }
}

export async function run({ isQuick, say }) {
  const { contacts, many, rounds } = isQuick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'weights-'))
  const sides = []
  try {
    sides.push(await bare({ contacts, folder }))
    for (const [name, open] of Object.entries({ parley: FEW, crowded: many })) {
      sides.push(await parley(name, { contacts, folder, open }))
      say(`${name}: ${open} conversations are open`)
    }
    // The first time fills what is kept for good.
    for (const side of sides) await comeAndGo(side)
    const figures = []
    for (let round = 0; round < rounds; round += 1) {
      const turn = round % sides.length
      const figure = {}
      for (const side of [...sides.slice(turn), ...sides.slice(0, turn)]) figure[side.name] = await comeAndGo(side)
      figures.push(figure)
      const words = sides.map(
        ({ name }) => `${name} ${fixed(figure[name].bytes, 0)} B, ${fixed(figure[name].micros, 0)} us`,
      )
      say(`round ${round + 1}: ${words.join('; ')}`)
    }
    return report(figures, many)
  } finally {
    for (const side of sides) await side.stop()
  }
}

function report(figures, many) {
  const ratio = (pick) => spread(figures.map(({ bare, parley }) => pick(parley) / pick(bare)))
  const bytes = ratio((side) => side.bytes)
  const cpu = ratio((side) => side.micros)
  const besideMany = spread(figures.map(({ parley, crowded }) => crowded.micros / parley.micros))
  const what = `CPU per connect, ${many} open / ${FEW}`
  const line = ({ name, what, pick, digits }) => {
    const { median, min, max } = spread(figures.map((figure) => pick(figure[name])))
    return [name, what, ...[median, min, max].map((value) => fixed(value, digits))]
  }
  return {
    goals: [
      goal({ id: 'S8', what: 'memory per idle contact / bare', ...bytes, floor: 1.8, goal: 1.4, better: 'less' }),
      goal({ id: 'S9', what: 'CPU per connect / bare', ...cpu, floor: 2.5, goal: 1.8, better: 'less' }),
      goal({ id: 'S9', what, ...besideMany, floor: 1.2, goal: 1.2, better: 'less' }),
    ],
    lines: table(
      ['side', 'figure', 'median', 'min', 'max'],
      ['bare', 'parley', 'crowded'].flatMap((name) => [
        line({ name, what: 'heap per idle contact, kB', pick: (side) => side.bytes / 1_000, digits: 1 }),
        line({ name, what: "server's CPU per connect, us", pick: (side) => side.micros, digits: 0 }),
      ]),
    ),
  }
}

export const title = 'A contact who is merely there (S8, S9)'
export const method = [
  `${FULL.contacts} contacts who have visited before connect over WebSocket, eight at a time, with their token; the bare server lets everyone in and`,
  'joins them to a room. Memory is what the heap and its buffers hold more once the garbage is collected, the CPU is that of the server from the',
  `first connection until all is quiet. \`parley\` has ${FEW} open conversations of other people, \`crowded\` ${FULL.many}. All take turns; the first coming of each is not counted.`,
]
