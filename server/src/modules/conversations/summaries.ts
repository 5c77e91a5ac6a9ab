import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import type { Conversation } from './conversation.js'
import { ConversationRepository } from './conversation.repository.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { Counting } from './counting.js'
import type { LogEntry } from './log-entry.js'
import { filesKind, isMessageBody } from './message-body.js'
import { SummaryRepository } from './summary.repository.js'
import type { SummaryChange } from './summary.repository.js'
import { UnreadRepository } from './unread.repository.js'
import type { StaffCount } from './unread.repository.js'

/** Summaries follow the log by this much; to lists that are not concerned, gathered a little longer. */
const FOLLOW_WITHIN_MS = 80
const INBOX_EVERY_MS = 250

/** Under load they rest for so many times as long as they took, at most this long: what they cost stays a small share of all. */
const REST_PER_WORK = 9
const REST_MAX_MS = 1_000

/**
 * What lists show of conversations, and what unread counts are made of, written behind the log: one update per conversation and interval however many messages
 * came, guarded by seq, so a late one changes nothing. The log is the truth; a crash leaves a summary stale, no more.
 */
@Singleton()
export class Summaries {
  @Inject()
  private readonly repository!: SummaryRepository

  @Inject()
  private readonly unread!: UnreadRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly counting!: Counting

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private changes = new Map<string, SummaryChange>()
  private touched = new Map<string, string>()
  private inbox = new Map<string, Conversation>()
  private followTimer: NodeJS.Timeout | undefined
  private touchTimer: NodeJS.Timeout | undefined
  private inboxTimer: NodeJS.Timeout | undefined
  private flushing: Promise<void> = Promise.resolve()
  private restUntil = 0

  @Init()
  listen(): void {
    this.bus.on('conversations:entryStored', ({ entry }) => this.follow(entry))
  }

  /** Takes an entry into the summary of its conversation. */
  follow(entry: LogEntry): void {
    this.changes.set(entry.conversationId, merge(this.changes.get(entry.conversationId), entry))
    const rest = Math.max(FOLLOW_WITHIN_MS, this.restUntil - performance.now())
    this.followTimer ??= setTimeout(() => void this.flush(), rest)
  }

  /** A conversation's document was changed otherwise (claimed, ended): it is announced with its summary, and never rests. */
  touch({ tenantId, id }: { tenantId: string; id: string }): void {
    this.touched.set(id, tenantId)
    this.counting.wake()
    this.touchTimer ??= setTimeout(() => void this.inTurn(() => this.flushTouched()), FOLLOW_WITHIN_MS)
  }

  /** Writes and announces what is due; resolves when all of it is. */
  async flush(): Promise<void> {
    clearTimeout(this.followTimer)
    this.followTimer = undefined
    await this.inTurn(() => this.flushAll())
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.flushing = this.flushing.then(work)
    return this.flushing
  }

  private async flushAll(): Promise<void> {
    const from = performance.now()
    const changes = this.changes
    this.changes = new Map()
    await this.write(changes, this.takeTouched())
    const now = performance.now()
    this.restUntil = now + Math.min(REST_MAX_MS, REST_PER_WORK * (now - from))
  }

  private async flushTouched(): Promise<void> {
    const touched = this.takeTouched()
    const changes = new Map([...this.changes].filter(([id]) => touched.has(id)))
    for (const id of changes.keys()) this.changes.delete(id)
    await this.write(changes, touched)
  }

  private takeTouched(): Map<string, string> {
    clearTimeout(this.touchTimer)
    this.touchTimer = undefined
    const touched = this.touched
    this.touched = new Map()
    return touched
  }

  private async write(changes: Map<string, SummaryChange>, touched: Map<string, string>): Promise<void> {
    if (changes.size === 0 && touched.size === 0) return
    try {
      for (const some of inChunks([...changes.values()])) {
        await Promise.all([this.repository.apply(some), this.unread.noteStaffCounts(some.flatMap(staffCountOf))])
      }
      const followed = new Map([...changes.values()].map((change) => [change.conversationId, change.tenantId]))
      await this.announce(new Map([...followed, ...touched]), touched)
    } catch (error) {
      this.logger.warn('summaries could not be written and are tried again: %s', (error as Error).message)
      for (const [id, change] of changes) this.changes.set(id, join(change, this.changes.get(id)))
      for (const [id, tenantId] of touched) this.touch({ tenantId, id })
      this.followTimer ??= setTimeout(() => void this.flush(), FOLLOW_WITHIN_MS)
    }
  }

  /** To those concerned: all of them about what was touched, the assignee alone about what the log has told the others. */
  private async announce(changed: Map<string, string>, touched: Map<string, string>): Promise<void> {
    for (const [tenantId, rows] of groupBy(changed, ([, tenant]) => tenant)) {
      for (const some of inChunks(rows.map(([id]) => id))) await this.announceSome(tenantId, some, touched)
    }
    this.inboxTimer ??= setTimeout(() => this.announceToInboxes(), INBOX_EVERY_MS)
  }

  private async announceSome(tenantId: string, ids: string[], touched: Map<string, string>): Promise<void> {
    const listed = await this.conversations.list(tenantId, ids)
    const begun = listed.filter(({ state }) => state !== 'beginning')
    for (const conversation of begun) {
      this.inbox.set(conversation.id, conversation)
      if (touched.has(conversation.id)) this.broadcast.conversationChanged(conversation)
    }
    this.broadcast.summariesMoved(
      tenantId,
      begun.filter(({ id }) => !touched.has(id)),
    )
  }

  private announceToInboxes(): void {
    this.inboxTimer = undefined
    const byTenant = groupBy(this.inbox.values(), ({ tenantId }) => tenantId)
    this.inbox = new Map()
    for (const [tenantId, conversations] of byTenant) this.broadcast.inboxChanged(tenantId, conversations)
  }
}

/** So many at a time, and messages that came meanwhile go between. */
const CHUNK = 50

function inChunks<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / CHUNK)
  return Array.from({ length: count }, (_, chunk) => items.slice(chunk * CHUNK, (chunk + 1) * CHUNK))
}

function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

const staffCountOf = ({ tenantId, threadId, staffCount }: SummaryChange): StaffCount[] =>
  staffCount === undefined ? [] : [{ tenantId, threadId, staffCount }]

const PREVIEW_MAX = 140

function merge(before: SummaryChange | undefined, entry: LogEntry): SummaryChange {
  const own = changeOf(entry)
  return before === undefined ? own : join(before, own)
}

/** Two changes of one conversation as one: the later head, the later message, every recall. */
function join(one: SummaryChange, other: SummaryChange | undefined): SummaryChange {
  if (other === undefined) return one
  const [earlier, later] = one.lastSeq <= other.lastSeq ? [one, other] : [other, one]
  return {
    ...later,
    lastMessage: later.lastMessage ?? earlier.lastMessage,
    staffCount: later.staffCount ?? earlier.staffCount,
    recalledSeqs: [...earlier.recalledSeqs, ...later.recalledSeqs],
    contactCountBefore: earlier.contactCountBefore ?? later.contactCountBefore,
  }
}

/** What one entry changes in the summary of its conversation. */
export function changeOf(entry: LogEntry): SummaryChange {
  const { body, author } = entry
  return {
    tenantId: entry.tenantId,
    conversationId: entry.conversationId,
    threadId: entry.threadId,
    lastSeq: entry.seq,
    contactCount: entry.contactCount,
    staffCount: isMessageBody(body) && author.role === 'staff' ? entry.staffCount : undefined,
    awaitingReplySince: entry.awaitingReplySince,
    lastMessage:
      isMessageBody(body) && author.role !== 'system'
        ? {
            seq: entry.seq,
            kind: body.kind,
            preview: body.text?.slice(0, PREVIEW_MAX) ?? null,
            files: filesKind(body),
            authorRole: author.role === 'contact' ? 'contact' : 'staff',
            authorName: author.name,
            createdAt: entry.createdAt,
          }
        : null,
    recalledSeqs: body.kind === 'recalled' ? [body.targetSeq] : [],
    contactCountBefore: body.kind === 'started' ? entry.contactCount : undefined,
  }
}
