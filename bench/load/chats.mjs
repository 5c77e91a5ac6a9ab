// The people of a row: contacts and agents with a socket each, and who talks with whom.
import { inTurn } from './in-turn.mjs'

const OPEN_WITHIN_MS = 120_000

/** Connects everyone, by sockets of one kind. `people` is what the server's own way of being entered needs; the listeners are told by which socket. */
export async function connectAll({ port, people, open, ...listeners }) {
  const enter = (namespace) => (entry) => open({ port, namespace, ...entry, ...listeners })
  const agents = await inTurn(people.agents, enter('/staff'))
  const contacts = await inTurn(people.contacts, enter('/contact'))
  for (const [index, socket] of [...contacts, ...agents].entries()) socket.index = index
  return { agents, contacts }
}

/** The bare relay was told who talks with whom as they connected. */
export function pairUp({ agents, contacts }, threadIds) {
  return contacts.map((contact, index) => ({
    threadId: threadIds[index],
    contact,
    agent: agents[index % agents.length],
  }))
}

/** Parley finds out: each contact writes first, and routing gives the conversation to an agent. */
export class Openings {
  constructor() {
    this.threadOf = new Map()
    this.agentOf = new Map()
    this.waiting = new Map()
  }

  onAck(socket, frame) {
    const { ok, data } = JSON.parse(frame.slice(frame.indexOf('[')))[0]
    if (!ok) throw new Error(`an opening failed: ${frame}`)
    this.threadOf.set(socket, data.entry.threadId)
    this.waiting.get(socket)?.()
  }

  onEvent(socket, frame) {
    if (!frame.includes('"kind":"assigned"') || socket.namespace !== '/staff') return
    this.agentOf.set(/"threadId":"([0-9a-f]+)"/.exec(frame)[1], socket)
  }

  async run(contacts) {
    const end = Date.now() + OPEN_WITHIN_MS
    await inTurn([...contacts.entries()], ([index, contact]) => {
      const clientMessageId = `opening-${index}`
      contact.send(
        'conversations:sendMessage',
        JSON.stringify({ threadId: null, clientMessageId, content: { type: 'text', text: 'Good morning' } }),
      )
      return new Promise((resolve) => this.waiting.set(contact, resolve))
    })
    while (this.agentOf.size < contacts.length) {
      if (Date.now() > end)
        throw new Error(`only ${this.agentOf.size} of ${contacts.length} conversations have an agent`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return contacts.map((contact) => {
      const threadId = this.threadOf.get(contact)
      return { threadId, contact, agent: this.agentOf.get(threadId) }
    })
  }
}
