import { isRetryable, ParleyError } from '../kernel/errors.js'
import type { ErrorCode } from '../kernel/errors.js'
import type { Attachment } from '../attachments/attachment.js'
import type { Card, Quote } from './entry.js'
import type { MessageContent } from './message.js'
import type { MessageKind } from './message-kinds.js'

/** A message on its way: it keeps its id through every retry, so that it is stored once (P2). */
export interface OutboxItem {
  clientMessageId: string
  /** The thread that it belongs to; `new` before the contact's first message. One send is in flight per lane. */
  lane: string
  kind: MessageKind
  text: string
  /** Uploaded already, so that the message survives a reload; with the kinds `files` and `note`. */
  attachments?: Attachment[]
  /** With kind `card` alone. */
  card?: Card
  /** Colleagues whom it names; with kind `note` alone. */
  mentions?: string[]
  /** What it answers; with any kind but `card`. */
  quote?: Quote
  createdAt: string
  state: 'waiting' | 'sending' | 'failed'
  error?: ErrorCode
}

/** Where items survive a reload. Each is kept under its own key, so that tabs do not overwrite one another. */
export interface OutboxStorage {
  load: () => OutboxItem[]
  put: (item: OutboxItem) => void
  remove: (clientMessageId: string) => void
}

export interface OutboxDoors {
  /** Sends one item; resolves when it is stored, rejects with `ParleyError`. */
  send: (item: OutboxItem) => Promise<void>
  storage: OutboxStorage
  onChange: (items: readonly OutboxItem[]) => void
  /** Milliseconds to wait before attempt n + 1; a test gives a short one. */
  backoffMs?: (attempt: number) => number
}

const defaultBackoffMs = (attempt: number): number => Math.min(15_000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2)

const resumed = (item: OutboxItem): OutboxItem => (item.state === 'sending' ? { ...item, state: 'waiting' } : item)

/**
 * Sends in order, one at a time per thread, the same id again after a timeout or a retryable error, and shows a final
 * error as failed until a person retries or discards it.
 */
export class Outbox {
  private items: OutboxItem[]
  private readonly busyLanes = new Set<string>()
  private readonly wakeUps = new Set<() => void>()

  constructor(private readonly doors: OutboxDoors) {
    this.items = doors.storage.load().map(resumed)
  }

  get all(): readonly OutboxItem[] {
    return this.items
  }

  /** Takes a message in, durably, before it is sent. */
  add(item: Omit<OutboxItem, 'state'>): void {
    const waiting: OutboxItem = { ...item, state: 'waiting' }
    this.doors.storage.put(waiting)
    this.replace([...this.items, waiting])
    this.flush()
  }

  /** A person asks to send a failed message again, with the id that it has. */
  retry(clientMessageId: string): void {
    this.update(clientMessageId, 'waiting')
    this.flush()
  }

  discard(clientMessageId: string): void {
    this.doors.storage.remove(clientMessageId)
    this.forget(clientMessageId)
  }

  /** Takes in what storage holds and this outbox does not: the messages of a tab that was closed before they were sent. */
  adopt(items: readonly OutboxItem[]): void {
    const unknown = items.filter((item) => this.items.every((held) => held.clientMessageId !== item.clientMessageId))
    if (unknown.length === 0) return
    this.replace([...this.items, ...unknown.map(resumed)])
    this.flush()
  }

  /** Another tab has sent or discarded it: storage no longer holds it. */
  forget(clientMessageId: string): void {
    this.replace(this.items.filter((item) => item.clientMessageId !== clientMessageId))
  }

  /** Starts every lane that has something to send, and ends the waiting of those between two attempts. */
  flush(): void {
    for (const wakeUp of this.wakeUps) wakeUp()
    const lanes = new Set(this.items.filter((item) => item.state === 'waiting').map((item) => item.lane))
    for (const lane of lanes) {
      if (!this.busyLanes.has(lane)) void this.run(lane)
    }
  }

  private async run(lane: string): Promise<void> {
    this.busyLanes.add(lane)
    for (let attempt = 0; ;) {
      const item = this.items.find((each) => each.lane === lane && each.state !== 'failed')
      if (item === undefined) break
      this.update(item.clientMessageId, 'sending')
      const error = await this.attempt(item)
      attempt = error === 'again' ? attempt + 1 : 0
      if (error === 'again') await this.pause((this.doors.backoffMs ?? defaultBackoffMs)(attempt))
      else if (error !== undefined) this.update(item.clientMessageId, 'failed', error)
      else this.discard(item.clientMessageId)
    }
    this.busyLanes.delete(lane)
  }

  private async attempt(item: OutboxItem): Promise<ErrorCode | 'again' | undefined> {
    try {
      await this.doors.send(item)
      return undefined
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      return isRetryable(error.code) ? 'again' : error.code
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.wakeUps.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      this.wakeUps.add(done)
    })
  }

  private update(clientMessageId: string, state: OutboxItem['state'], error?: ErrorCode): void {
    this.replace(
      this.items.map((item) => {
        if (item.clientMessageId !== clientMessageId) return item
        const { error: _, ...rest } = item
        const next: OutboxItem = error === undefined ? { ...rest, state } : { ...rest, state, error }
        if (state === 'failed') this.doors.storage.put(next)
        return next
      }),
    )
  }

  private replace(items: OutboxItem[]): void {
    this.items = items
    this.doors.onChange(items)
  }
}

/** What an item sends, for every kind but notes, which have a command of their own. */
export function contentOf({ kind, text, attachments = [], card }: OutboxItem): MessageContent {
  if (kind === 'files') return { type: 'files', attachmentIds: attachments.map(({ id }) => id), text }
  if (kind === 'card' && card !== undefined) return { type: 'card', card }
  return { type: 'text', text }
}
