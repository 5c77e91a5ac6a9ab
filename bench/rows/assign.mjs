// S7a: what it costs to give a new conversation to an agent, with many agents there, against few.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginVisit, connected, contactSocket } from '@parley/server/testing/client-connection'
import { fillStore, seedPresentAgents } from '@parley/server/testing/crowd'
import { startDurableStore, startParley } from '../harness/children.mjs'
import { fixed, NOTHING, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { processSeconds } from '../harness/proc.mjs'
import { printProfile } from '../harness/rounds.mjs'
import { spread } from '../harness/statistics.mjs'

const SEED = 20_272
const FEW = 10
const FULL = { many: 1_000, rounds: 5, conversations: 200 }
const QUICK = { many: 1_000, rounds: 3, conversations: 50 }
/** Chats that each agent has already, of as many as they may have. */
const HAVE = 3
const CAPACITY = 50
/** What follows an assignment, such as summaries and counts, is written by then. */
const SETTLE_MS = 1_000

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A contact who begins one conversation after another, and knows when one has an agent. */
class Beginner {
  constructor(url, { token }) {
    const { socket, call } = contactSocket(url, token)
    Object.assign(this, { socket, call, begun: 0 })
    socket.on('conversations:contactConversationChanged', ({ conversation }) => {
      if (conversation.state === 'assigned') this.assigned?.()
    })
  }

  async begin() {
    const isAssigned = new Promise((resolve) => {
      this.assigned = resolve
    })
    const content = { type: 'text', text: 'Good morning' }
    const clientMessageId = `beginning-${(this.begun += 1)}`
    this.last = (await this.call('conversations:sendMessage', { threadId: null, clientMessageId, content })).entry
    await isAssigned
  }

  /** What was said of it since, such as who has it, stops no end. */
  end() {
    const { threadId, position } = this.last
    return this.call('conversations:endOwnConversation', { threadId, seenPosition: position })
  }
}

async function beginner(url) {
  const contact = new Beginner(url, await beginVisit(url))
  await connected(contact.socket)
  return contact
}

async function startWith(name, { agents, conversations, profileFile }) {
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri, profileFile })
  const contacts = []
  const stop = async () => {
    for (const { socket } of contacts) socket.disconnect()
    await server.stop()
    await store.stop()
  }
  try {
    // One agent has the conversation that all others are copied from, and room for no other.
    await seedPresentAgents(store.uri, ['full'], 1)
    const first = await beginner(server.url)
    contacts.push(first)
    await first.begin()
    const logins = Array.from({ length: agents }, (_, index) => `present${index}`)
    await seedPresentAgents(store.uri, logins, CAPACITY)
    await fillStore(store.uri, { count: agents * HAVE, seed: SEED, logins, stateOf: () => 'assigned' })
    while (contacts.length <= conversations) contacts.push(await beginner(server.url))
    const pids = { server: server.pid, store: store.pid }
    return { name, contacts: contacts.slice(1), pids, profileFile, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Microseconds of CPU of the server, and of its store, for each conversation from its first message until an agent has it. */
async function beginAll({ contacts, pids }) {
  const before = { server: processSeconds(pids.server), store: processSeconds(pids.store) }
  for (const contact of contacts) await contact.begin()
  await sleep(SETTLE_MS)
  const used = (who) => (1e6 * (processSeconds(pids[who]) - before[who])) / contacts.length
  return { server: used('server'), store: used('store') }
}

async function measure(side) {
  const figure = await beginAll(side)
  for (const contact of side.contacts) await contact.end()
  await sleep(SETTLE_MS)
  return figure
}

async function profile(side, say) {
  process.kill(side.pids.server, 'SIGUSR2')
  await beginAll(side)
  await printProfile({ name: side.name, pid: side.pids.server, file: side.profileFile, say })
}

/** Runs the row. */
export async function run({ isQuick, isProfiled, say }) {
  const { many, rounds, conversations } = isQuick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'))
  const sides = []
  try {
    for (const [name, agents] of Object.entries({ few: FEW, many })) {
      const profileFile = isProfiled ? join(folder, `${name}.cpuprofile`) : undefined
      sides.push(await startWith(name, { agents, conversations, profileFile }))
      say(`${name}: ${agents} agents are there`)
    }
    // The first conversation of a contact makes their thread as well.
    for (const side of sides) await measure(side)
    if (isProfiled) {
      for (const side of sides) await profile(side, say)
      return NOTHING
    }
    const figures = []
    for (let round = 0; round < rounds; round += 1) {
      const figure = {}
      for (const side of round % 2 === 0 ? sides : [...sides].reverse()) figure[side.name] = await measure(side)
      figures.push(figure)
      const words = sides.map(
        ({ name }) => `${name} ${fixed(figure[name].server, 0)} us and ${fixed(figure[name].store, 0)} us of the store`,
      )
      say(`round ${round + 1}: ${words.join('; ')}`)
    }
    return report(figures, many)
  } finally {
    for (const side of sides) await side.stop()
  }
}

const ofBoth = ({ server, store }) => server + store

function report(figures, many) {
  const ratio = spread(figures.map(({ few, many: much }) => ofBoth(much) / ofBoth(few)))
  const more = spread(figures.map(({ few, many: much }) => (ofBoth(much) - ofBoth(few)) / 1_000))
  const row = ([name, agents, who]) => {
    const { median, min, max } = spread(figures.map((figure) => figure[name][who]))
    return [agents, `CPU of the ${who} per conversation, us`, ...[median, min, max].map((value) => fixed(value, 0))]
  }
  const sides = [
    ['few', FEW],
    ['many', many],
  ]
  return {
    goals: [
      goal({
        id: 'S7a',
        what: `CPU until an agent has it, ${many} agents / ${FEW}`,
        ...ratio,
        floor: 2,
        goal: 1.2,
        better: 'less',
      }),
      goal({ id: 'S7a', what: 'CPU more for it, ms', ...more, floor: 1, goal: 1, better: 'less' }),
    ],
    lines: table(
      ['agents', 'figure', 'median', 'min', 'max'],
      sides.flatMap((side) => ['server', 'store'].map((who) => row([...side, who]))),
    ),
  }
}

export const title = 'Who gets a new conversation (S7a)'
export const method = [
  `Two Parleys on embedded stores, one with ${FEW} agents who are there, one with ${FULL.many}; another node is said to vouch for them, and each has ${HAVE} chats of`,
  `${CAPACITY}. Contacts with a thread begin conversations, one after the other, and each is waited for until its contact hears that an agent has it. CPU is that of`,
  'server and store together for the whole of it, message, beginning and announcement included, because what the decision alone costs is not seen from outside;',
  'so the ratio is milder than that of the decision, and the difference is not. All agents are read at most once a second, which is in it.',
  'Both sides take turns, and their conversations end between rounds.',
]
