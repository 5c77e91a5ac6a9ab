import { Init, Inject, Singleton } from '@midwayjs/core'
import { LRUCache } from 'lru-cache'
import { Clock } from '../../platform/clock.js'
import { duplicateIndexOf } from '../../platform/mongo/duplicate-key.js'
import { FactBus } from '../../platform/fact-bus.js'
import type { ServerFacts } from '../../platform/fact-bus.js'
import { OtherNodes } from '../../platform/nodes/other-nodes.js'
import { roomFor } from '../../platform/room-for.js'
import { ConversationMetrics } from './conversation-metrics.js'
import { EntryRepository, newEntryId } from './entry.repository.js'
import type { Audience } from './entry.repository.js'
import { CLIENT_MESSAGE_INDEX, SEQ_INDEX, VISIBLE_SEQ_INDEX } from './entry.schema.js'
import { GroupCommit } from './group-commit.js'
import { HeadMoved, headMoved } from './head-moved.js'
import { EMPTY_HEAD, nextHead } from './log-entry.js'
import type { EntryDraft, Head, LogEntry } from './log-entry.js'
import type { Thread } from './thread.repository.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** An entry is durably stored, for the first time. `answeredSocket` learns of it by the answer to its own command. */
    'conversations:entryStored': { thread: Thread; entry: LogEntry; answeredSocket?: string | undefined }
  }
}

const HOT_THREADS = 50_000
/** Each lost race means that another entry was stored; more than this in a row for one thread is a fault. */
const RACES_MAX = 100

/** What became of an append: a new entry, or the one that was stored under its id before. */
export interface Appended {
  entry: LogEntry
  isDouble: boolean
}

/** Decides what to append, given where the log stands; throws when there is nothing to append any more. */
export type Draw = (head: Head) => EntryDraft

/**
 * The log of every thread. The insert itself gives an entry its place: last + 1 under a unique index, one insert in flight
 * per thread and process. Who loses a race reads the new last entry, decides again, and takes the next place; so there are
 * no holes, nothing appears late, and rules about "what was last" cannot be outrun (P1-P3).
 */
@Singleton()
export class ThreadLog {
  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly commit!: GroupCommit

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  @Inject()
  private readonly metrics!: ConversationMetrics

  @Inject()
  private readonly otherNodes!: OtherNodes

  private readonly heads = new LRUCache<string, Head>(roomFor(HOT_THREADS))
  private readonly inFlight = new Map<string, Promise<unknown>>()

  @Init()
  listen(): void {
    this.otherNodes.hear(HeadMoved, ({ threadId, head }) => {
      if (this.heads.peek(threadId) !== undefined) this.raise(threadId, head)
    })
  }

  /** Where a log stands, as far as this process knows; an append finds out if it has moved since. */
  async head(thread: Thread): Promise<Head> {
    return this.heads.get(thread.id) ?? this.readHead(thread)
  }

  /** The last entry, where it is the one at a position and this process knows it: nothing is read for it. */
  lastAt(threadId: string, audience: Audience, position: number): Head | null {
    const head = this.heads.get(threadId)
    if (head === undefined) return null
    if (audience === 'staff') return head.seq === position ? head : null
    const isSeen = 'isVisibleToContact' in head && head.isVisibleToContact === true
    return isSeen && head.visibleSeq === position ? head : null
  }

  /**
   * Takes from what was read that nothing follows a position: `last` is the entry there, or null where only the position is known.
   * It keeps this process up to date about threads that other nodes write in.
   */
  noteLast(threadId: string, seq: number, last: LogEntry | null): void {
    if (last !== null) this.raise(threadId, last)
    else if ((this.heads.peek(threadId)?.seq ?? seq) < seq) this.heads.delete(threadId)
  }

  /** Where a log stands, by the store. */
  async readHead(thread: Thread): Promise<Head> {
    const last = await this.entries.findLast({ tenantId: thread.tenantId, threadId: thread.id })
    const head = last ?? EMPTY_HEAD
    this.raise(thread.id, head)
    return head
  }

  /**
   * Appends what `draw` decides. The entry is durable when this resolves, and announced after that: to everyone but the socket
   * that is answered with it at once.
   */
  append(thread: Thread, draw: Draw, answeredSocket?: string): Promise<Appended> {
    const before = this.inFlight.get(thread.id) ?? Promise.resolve()
    const appending = before.catch(() => undefined).then(() => this.appendNow(thread, draw, answeredSocket))
    this.inFlight.set(thread.id, appending)
    const forget = () => {
      if (this.inFlight.get(thread.id) === appending) this.inFlight.delete(thread.id)
    }
    appending.then(forget, forget)
    return appending
  }

  private async appendNow(thread: Thread, draw: Draw, answeredSocket?: string): Promise<Appended> {
    for (let race = 0; race < RACES_MAX; race += 1) {
      const head = race === 0 ? await this.head(thread) : await this.readHead(thread)
      const draft = draw(head)
      const outcome = await this.tryInsert(thread, head, draft)
      if (outcome === 'raced') {
        this.metrics.raceLost()
        continue
      }
      if (!outcome.isDouble) this.announce({ thread, entry: outcome.entry, answeredSocket })
      return outcome
    }
    throw new Error(`Lost ${RACES_MAX} races for a place in thread ${thread.id}`)
  }

  private announce(stored: ServerFacts['conversations:entryStored']): void {
    this.otherNodes.tell(HeadMoved, headMoved(stored.thread.id, stored.entry))
    this.bus.publish('conversations:entryStored', stored)
  }

  /** Heads rise only: what comes late from elsewhere changes nothing. */
  private raise(threadId: string, head: Head): void {
    const known = this.heads.get(threadId)
    if (known === undefined || known.seq < head.seq) this.heads.set(threadId, head)
  }

  private async tryInsert(thread: Thread, head: Head, draft: EntryDraft): Promise<Appended | 'raced'> {
    const now = this.clock.now()
    const entry = placed({ id: newEntryId(now), thread }, draft, nextHead(head, draft, now))
    try {
      await this.commit.insert(entry)
    } catch (error) {
      return this.explain(thread, entry, error)
    }
    this.raise(thread.id, entry)
    return { entry, isDouble: false }
  }

  /** A duplicate key says which: the place is taken, or the message is there already. Any other failure leaves it unknown. */
  private async explain(thread: Thread, entry: LogEntry, error: unknown): Promise<Appended | 'raced'> {
    this.heads.delete(thread.id)
    const index = duplicateIndexOf(error)
    if (index === undefined && !/deadlock detected/.test((error as Error).message)) throw error
    if (index !== undefined && ![SEQ_INDEX, VISIBLE_SEQ_INDEX, CLIENT_MESSAGE_INDEX, '_id_'].includes(index))
      throw error
    // Either may be reported when both hold, so the message is looked for in any case.
    const stored = await this.entries.findByClientMessage(entry)
    if (stored === null) return 'raced'
    // Ours, written by an attempt whose answer was lost, is new to everyone.
    return { entry: stored, isDouble: stored.id !== entry.id }
  }
}

/** An entry at its place. Field by field, as in `toConversation`: it is made for every message. */
function placed({ id, thread }: { id: string; thread: Thread }, draft: EntryDraft, head: Head): LogEntry {
  return {
    id,
    tenantId: thread.tenantId,
    threadId: thread.id,
    conversationId: draft.conversationId,
    seq: head.seq,
    visibleSeq: head.visibleSeq,
    isVisibleToContact: draft.isVisibleToContact,
    senderKey: draft.senderKey,
    clientMessageId: draft.clientMessageId,
    author: draft.author,
    body: draft.body,
    contactCount: head.contactCount,
    staffCount: head.staffCount,
    lastContactSeq: head.lastContactSeq,
    openConversationId: head.openConversationId,
    awaitingReplySince: head.awaitingReplySince,
    createdAt: head.createdAt,
  }
}
