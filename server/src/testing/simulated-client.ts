import { randomUUID } from 'node:crypto'
import type { Entry } from '@parley/shared/conversations/entry'
import { ThreadFollower } from '@parley/shared/conversations/follower'
import { Outbox } from '@parley/shared/conversations/outbox'
import type { OutboxItem, OutboxStorage } from '@parley/shared/conversations/outbox'
import { isRetryable, ParleyError } from '@parley/shared/kernel/errors'
import type { Socket } from 'socket.io-client'
import { connected } from './client-connection.js'
import { eventually } from './eventually.js'
import type { ClientHistory } from './history.js'

const RETRY_REFUSED_MS = 300
const SETTLED_WITHIN_MS = 60_000

interface Page {
  entries: readonly Entry[]
  position: number
  hasEarlier: boolean
}

/** How one kind of client speaks to the server; the rest is the same for contacts and agents. */
export interface ClientDoors {
  send: (item: OutboxItem) => Promise<Entry>
  pull: (threadId: string, cursor: number) => Promise<{ entries: Entry[]; hasMore: boolean; mustReload: boolean }>
  /** Opens a thread; who comes back says up to where they hold it, and may be told what came after that alone. */
  open: (threadId: string, cursor: number) => Promise<Page & { goesOn?: boolean }>
  loadHistory: (threadId: string, before: number) => Promise<{ entries: Entry[]; hasEarlier: boolean }>
}

/**
 * A client without a screen, made of the very parts that the pages use (outbox, follower), which logs what it did and saw
 * for the checker. Its outbox survives its "reloads" in memory.
 */
export class SimulatedClient {
  readonly history: ClientHistory
  readonly outbox: Outbox
  private readonly followers = new Map<string, ThreadFollower>()

  constructor(
    identity: Pick<ClientHistory, 'client' | 'audience' | 'principalKey'>,
    readonly socket: Socket,
    private readonly doors: ClientDoors,
  ) {
    this.history = { ...identity, events: [], finalViews: new Map() }
    this.outbox = new Outbox({
      send: (item) => this.deliver(item),
      storage: memoryStorage(),
      onChange: () => undefined,
      backoffMs: (attempt) => Math.min(1_000, 20 * 2 ** attempt),
    })
    socket.on('conversations:entryAppended', ({ entry }: { entry: Entry }) => this.receive(entry))
    socket.on('connect', () => this.resume())
    // As the pages do: a server whose store is away refuses, and is asked again.
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unavailable') setTimeout(() => socket.connect(), RETRY_REFUSED_MS)
    })
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') socket.connect()
    })
  }

  /** Puts a message into the outbox, which sends it in order and as often as it takes. */
  write(lane: string, text: string, kind: OutboxItem['kind'] = 'text', clientMessageId: string = randomUUID()): string {
    this.outbox.add({ clientMessageId, lane, kind, text, createdAt: new Date().toISOString() })
    return clientMessageId
  }

  /** Begins to follow a thread from its newest page; does nothing when it follows it already. */
  async follow(threadId: string): Promise<ThreadFollower> {
    const known = this.followers.get(threadId)
    if (known !== undefined) return known
    const follower = this.followerOf(threadId)
    this.followers.set(threadId, follower)
    const page = await this.doors.open(threadId, 0)
    for (const entry of page.entries) this.history.events.push({ type: 'received', entry })
    follower.open(page)
    return follower
  }

  get followed(): readonly string[] {
    return [...this.followers.keys()]
  }

  /** Asks for what is missing and notes what is shown at the end. */
  async settle(): Promise<ClientHistory> {
    // Who was closed for good shows nothing any more.
    if (!this.socket.active) return this.history
    await connected(this.socket)
    for (const [threadId, follower] of this.followers) {
      await eventually('it has caught up', () => hasCaughtUp(follower), SETTLED_WITHIN_MS)
      this.history.finalViews.set(threadId, follower.timeline.entries)
    }
    return this.history
  }

  close(): void {
    this.socket.disconnect()
  }

  private receive(entry: Entry): void {
    this.history.events.push({ type: 'received', entry })
    this.followers.get(entry.threadId)?.receive(entry)
  }

  private resume(): void {
    this.outbox.flush()
    for (const [threadId, follower] of this.followers) this.goOn(threadId, follower).catch(() => undefined)
  }

  /** As the pages do: contacts are told what they missed as they open their thread, agents ask for it. */
  private async goOn(threadId: string, follower: ThreadFollower): Promise<void> {
    const from = follower.timeline.cursor
    const { goesOn, entries } = await this.doors.open(threadId, from)
    if (goesOn !== true) return follower.catchUp()
    this.noteResumed(threadId, from, entries)
    follower.receive(...entries)
  }

  private noteResumed(threadId: string, from: number, entries: readonly Entry[]): void {
    this.history.events.push({ type: 'resumed', threadId, from, count: entries.length })
    for (const entry of entries) this.history.events.push({ type: 'received', entry })
  }

  private async deliver(item: OutboxItem): Promise<void> {
    const { clientMessageId } = item
    this.history.events.push({ type: 'send', clientMessageId })
    const entry = await this.doors.send(item)
    this.history.events.push({ type: 'ack', clientMessageId, id: entry.id, position: entry.position })
    // The answer tells of the message: the socket that sent it is not told a second time.
    if (this.followers.has(entry.threadId)) this.receive(entry)
    else await this.follow(entry.threadId).catch(() => this.followers.delete(entry.threadId))
  }

  private followerOf(threadId: string): ThreadFollower {
    return new ThreadFollower({
      pull: (cursor) => this.doors.pull(threadId, cursor),
      reload: () => this.doors.open(threadId, 0),
      loadHistory: (before) => this.doors.loadHistory(threadId, before),
      onChange: () => undefined,
      onResume: (from, entries) => this.noteResumed(threadId, from, entries),
    })
  }
}

/** A page asks again, too, when its server is too busy to answer. */
async function hasCaughtUp(follower: ThreadFollower): Promise<boolean> {
  try {
    await follower.catchUp()
    return true
  } catch (error) {
    if (error instanceof ParleyError && isRetryable(error.code)) return false
    throw error
  }
}

function memoryStorage(): OutboxStorage {
  const kept = new Map<string, OutboxItem>()
  return {
    load: () => [...kept.values()],
    put: (item) => void kept.set(item.clientMessageId, item),
    remove: (id) => void kept.delete(id),
  }
}
