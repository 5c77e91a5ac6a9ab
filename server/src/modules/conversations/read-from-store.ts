import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { RedisLink } from '../../platform/nodes/redis-link.js'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { ConversationRepository } from './conversation.repository.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { ThreadRepository } from './thread.repository.js'

const EVERY_MS = 3_000
/** Looked at from this long before the last look: clocks differ, and a write takes its time after its id was given. */
const OVERLAP_MS = 5_000
/** A Redis that has come back is trusted once it has answered for so long: the streams are read again by then. */
const TRUSTED_AFTER_MS = 8_000
const AT_ONCE = 500

/**
 * While Redis is away, and for a moment after it returned, this node reads what was written from the store and tells its own
 * sockets: people on different nodes hear of each other within ten seconds. Costs nothing while Redis answers.
 */
@Singleton()
export class ReadFromStore {
  @Inject()
  private readonly link!: RedisLink

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly realtime!: RealtimeServer

  @Inject()
  private readonly mongo!: MongoConnection

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined
  private lastLook = new Date()
  /** Ids of the round before: rounds overlap, and what was told once need not be told again. */
  private told: ReadonlySet<string> = new Set()
  private isLooking = false

  start(): void {
    if (!this.link.isShared) return
    this.lastLook = this.mongo.now()
    this.timer = setInterval(() => void this.look(), EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** Tells this node's sockets of everything written since a moment; returns how many entries that were. */
  async tellSince(moment: Date, onEntry: (entry: LogEntry) => void | Promise<void> = () => undefined): Promise<number> {
    const seen = new Set<string>()
    let batch: LogEntry[] = []
    for await (const entry of this.entries.writtenSince(moment)) {
      seen.add(entry.id)
      await onEntry(entry)
      if (!this.told.has(entry.id)) batch.push(entry)
      if (batch.length < AT_ONCE) continue
      await this.tell(batch)
      batch = []
    }
    await this.tell(batch)
    this.told = seen
    return seen.size
  }

  private async look(): Promise<void> {
    const now = this.mongo.now()
    const isNeeded = this.link.upForMs() < TRUSTED_AFTER_MS
    if (this.isLooking) return
    this.isLooking = true
    try {
      if (isNeeded) await this.tellSince(new Date(this.lastLook.getTime() - OVERLAP_MS))
      this.lastLook = now
    } catch (error) {
      this.logger.warn('what other nodes wrote could not be read: %s', (error as Error).message)
    } finally {
      this.isLooking = false
    }
  }

  private async tell(entries: readonly LogEntry[]): Promise<void> {
    // A node that starts goes through what it missed before anybody can connect to it.
    if (this.realtime.socketCounts().every(({ value }) => value === 0)) return
    const written = await Promise.all(
      entries.map(async (entry) => ({ entry, thread: await this.threads.get(entry.tenantId, entry.threadId) })),
    )
    const byTenant = new Map<string, Set<string>>()
    for (const { tenantId, conversationId } of entries) {
      byTenant.set(tenantId, (byTenant.get(tenantId) ?? new Set()).add(conversationId))
    }
    const conversations = await Promise.all(
      [...byTenant].map(([tenantId, ids]) => this.conversations.list(tenantId, [...ids])),
    )
    this.broadcast.toldFromStore(
      written,
      conversations.flat().filter(({ state }) => state !== 'beginning'),
    )
  }
}
