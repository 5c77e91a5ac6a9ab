import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { Attachments, attachmentView } from '../attachments/index.js'
import type { StoredAttachment } from '../attachments/index.js'
import { systemEntry } from './conversation-life.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { idsOf } from './message-body.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'

const SWEEP_EVERY_MS = 30_000
/** A message takes milliseconds to be stored; a claim without one that is as old as this was left by a crash, or by a sender who went. */
const LEFT_AFTER_MS = 60_000
const GIVEN_UP_AFTER_MS = 24 * 3_600_000

/** Keeps messages and their files together: a stored message holds its files, and what becomes known of a video is told in the log. */
@Singleton()
export class MessageFiles {
  @Inject()
  private readonly attachments!: Attachments

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly bus!: FactBus

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined

  @Init()
  listen(): void {
    this.bus.on('conversations:entryStored', ({ entry }) => this.hold(entry))
    this.bus.on('attachments:mediaReady', ({ attachment }) => this.tell(attachment))
  }

  start(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** Takes back what a recalled or erased message held, then its words. Repeating it finishes what was interrupted. */
  async blank(key: { tenantId: string; threadId: string }, seq: number): Promise<void> {
    const entry = await this.entries.findAt(key, 'staff', seq)
    if (entry === null) return
    await this.attachments.remove(key.tenantId, idsOf(entry.body))
    await this.entries.blank(key, entry)
  }

  private async hold(entry: LogEntry): Promise<void> {
    const ids = idsOf(entry.body)
    if (ids.length === 0) return
    // One that was looked at before its message was stored has nobody else to tell of it.
    for (const attachment of await this.attachments.attach(entry.tenantId, ids)) await this.tell(attachment)
  }

  /** Writes into the log what a video turned out to be; the entry's id makes it one entry however often it is written. */
  private async tell(attachment: StoredAttachment): Promise<void> {
    const { tenantId, claim } = attachment
    if (claim === null || attachment.state !== 'attached' || attachment.processing !== 'made') return
    const target = await this.messageOf(attachment)
    if (target === null) return
    const thread = await this.threads.get(tenantId, claim.threadId)
    const view = attachmentView(attachment)
    const { entry } = await this.log.append(thread, () => ({
      ...systemEntry(target.conversationId, `mediaReady:${attachment.id}`, {
        kind: 'mediaReady',
        targetSeq: target.seq,
        targetVisibleSeq: target.visibleSeq,
        attachment: view,
      }),
      isVisibleToContact: target.isVisibleToContact,
    }))
    await this.entries.replaceAttachment({ tenantId, threadId: claim.threadId, seq: target.seq }, view)
    await this.attachments.told(attachment)
    if (entry.body.kind !== 'mediaReady') throw new Error(`entry ${entry.id} has the id of a cover`)
  }

  private messageOf({ tenantId, claim }: StoredAttachment): Promise<LogEntry | null> {
    if (claim === null) return Promise.resolve(null)
    const { threadId, senderKey, clientMessageId } = claim
    return this.entries.findByClientMessage({ tenantId, threadId, senderKey, clientMessageId })
  }

  private async sweep(): Promise<void> {
    try {
      const before = new Date(this.clock.now().getTime() - LEFT_AFTER_MS)
      for (const attachment of await this.attachments.listClaimed(before)) await this.settle(attachment)
      for (const attachment of await this.attachments.listUntold(before)) await this.tell(attachment)
    } catch (error) {
      this.logger.warn('the sweep of message files failed: %s', (error as Error).message)
    }
  }

  /** A claim is its message's once that is stored; without one for a day, nobody's. */
  private async settle(attachment: StoredAttachment): Promise<void> {
    const message = await this.messageOf(attachment)
    if (message !== null) return this.hold(message)
    const age = this.clock.now().getTime() - (attachment.claimedAt ?? attachment.createdAt).getTime()
    if (age > GIVEN_UP_AFTER_MS) await this.attachments.remove(attachment.tenantId, [attachment.id])
  }
}
