import { randomUUID } from 'node:crypto'
import type { Socket } from 'socket.io-client'
import { beginVisit, connected, contactSocket, signIn, staffSocket } from './client-connection.js'
import { eventually } from './eventually.js'
import { seedStaff } from './seed-staff.js'

const APPENDED = 'conversations:entryAppended'
const MESSAGES = 60
/** So fast somebody writes; what follows a message has come when nothing came for so long. */
const PACE_MS = 25
const QUIET_MS = 1_500
const AT_ONCE = 8

/** What one conversation sent to whom. */
export interface FrameCount {
  messages: number
  /** From before the first message to the last frame that followed. */
  seconds: number
  /** Messages that reached the other side, and somebody who has the conversation open. */
  participants: number
  watcher: number
  /** Frames of all kinds at the idle ones: of those with a message in them at all, of one person at most, and in all. */
  idle: { withMessage: number; most: number; all: number }
}

/** A server that nobody uses, and the store that it is on. */
interface Place {
  url: string
  uri: string
}

/**
 * One contact and one agent talk, somebody watches, and so many others are merely there: every other one an agent of the queue
 * or a supervisor who sees all. Counts what the server sends to each; takes as long as they talk, and nothing depends on speed.
 */
export async function countFrames(place: Place, { idle }: { idle: number }): Promise<FrameCount> {
  const room = new Frames()
  const name = `frames${idle}`
  const others = Array.from({ length: idle }, (_, index) => ({
    login: `${name}-${index}`,
    roles: roleOf(index),
    capacity: 0,
  }))
  const served = { login: `${name}-busy`, roles: ['agent'], capacity: 1 }
  const watching = { login: `${name}-watcher`, roles: ['supervisor'], capacity: 0 }
  for (const some of inChunks([served, watching, ...others])) await seedStaff(place.uri, some)
  const enter = async ({ login }: { login: string }) => {
    const connection = staffSocket(place.url, (await signIn(place.url, login, login)).cookie)
    await connected(connection.socket)
    return connection
  }
  try {
    const idlers = []
    for (const some of inChunks(others)) idlers.push(...room.add(await Promise.all(some.map(enter))))
    const [[agent], [watcher]] = [room.add([await enter(served)]), room.add([await enter(watching)])]
    const [contact] = room.add([contactSocket(place.url, (await beginVisit(place.url)).token)])
    if (agent === undefined || watcher === undefined || contact === undefined) throw new Error('Somebody is missing')
    await connected(contact.socket)
    const say = (threadId: string | null) =>
      contact.call('conversations:sendMessage', { threadId, clientMessageId: randomUUID(), content: TEXT })
    const { threadId, conversationId } = (await say(null)).entry
    await eventually('the agent has it', () => room.hasHeard(agent.socket, 'conversations:conversationsChanged'))
    await watcher.call('conversations:openConversation', { conversationId })
    await room.untilQuiet()

    const since = performance.now()
    room.clear()
    for (let message = 0; message < MESSAGES; message += 1) {
      if (message % 2 === 0) await say(threadId)
      else await agent.call('conversations:sendReply', { threadId, clientMessageId: randomUUID(), content: TEXT })
      await pause(PACE_MS)
    }
    await room.untilQuiet()
    const seconds = (room.lastAt - since) / 1_000
    const counts = idlers.map(({ socket }) => room.count(socket))
    return {
      messages: MESSAGES,
      seconds,
      participants: room.count(contact.socket, APPENDED) + room.count(agent.socket, APPENDED),
      watcher: room.count(watcher.socket, APPENDED),
      idle: {
        withMessage: idlers.reduce((sum, { socket }) => sum + room.count(socket, APPENDED), 0),
        most: Math.max(...counts),
        all: counts.reduce((sum, count) => sum + count, 0),
      },
    }
  } finally {
    room.close()
  }
}

const TEXT = { type: 'text' as const, text: 'Has it left the warehouse?' }
const roleOf = (index: number) => [index % 2 === 0 ? 'agent' : 'supervisor']
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function inChunks<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / AT_ONCE)
  return Array.from({ length: count }, (_, chunk) => items.slice(chunk * AT_ONCE, (chunk + 1) * AT_ONCE))
}

/** Everything that arrives at some sockets. */
class Frames {
  private readonly heard = new Map<Socket, string[]>()
  /** When the last one arrived. */
  lastAt = 0

  add<Connection extends { socket: Socket }>(connections: Connection[]): Connection[] {
    for (const { socket } of connections) {
      this.heard.set(socket, [])
      socket.onAny((event: string) => {
        this.heard.get(socket)?.push(event)
        this.lastAt = performance.now()
      })
    }
    return connections
  }

  hasHeard(socket: Socket, event: string): boolean {
    return this.count(socket, event) > 0
  }

  count(socket: Socket, event?: string): number {
    const heard = this.heard.get(socket) ?? []
    return event === undefined ? heard.length : heard.filter((each) => each === event).length
  }

  clear(): void {
    for (const socket of this.heard.keys()) this.heard.set(socket, [])
  }

  async untilQuiet(): Promise<void> {
    const since = performance.now()
    const quietFor = () => performance.now() - Math.max(since, this.lastAt)
    await eventually('nothing arrives any more', () => quietFor() > QUIET_MS)
  }

  close(): void {
    for (const socket of this.heard.keys()) socket.disconnect()
  }
}
