import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { ContactRepository } from '../contacts/index.js'
import { ContactHistory } from './contact-history.js'
import type { Conversation } from './conversation.js'
import { ConversationLife } from './conversation-life.js'
import { ConversationRepository } from './conversation.repository.js'
import { EntryRepository } from './entry.repository.js'
import { ThreadRepository } from './thread.repository.js'

const SWEEP_EVERY_MS = 5_000
/** A step takes milliseconds; what stands longer was left by a crash. */
const LEFT_AFTER_MS = 3_000
/** A visitor whose connection broke between opening and first message is given this long to retry. */
const ABANDONED_AFTER_MS = 60_000

/** Finishes what a crash left half done: beginnings, assignments without their entry, ends whose document did not follow. */
@Singleton()
export class Unfinished {
  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly history!: ContactHistory

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined

  start(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  async sweep(): Promise<void> {
    try {
      const before = new Date(this.clock.now().getTime() - LEFT_AFTER_MS)
      const left = await this.conversations.listHalfDone(before)
      for (const conversation of left.beginning) await this.finishBeginning(conversation)
      for (const conversation of left.assigning) await this.life.announceAssignment(conversation)
      for (const conversation of left.ending) await this.life.completeEnd(conversation)
      for (const contact of await this.contacts.listUnsettled(before)) await this.history.mend(contact)
    } catch (error) {
      this.logger.warn('the sweep of unfinished conversations failed: %s', (error as Error).message)
    }
  }

  private async finishBeginning(conversation: Conversation): Promise<void> {
    const { tenantId, threadId, id } = conversation
    const last = await this.entries.findLast({ tenantId, threadId })
    const hasMessage = last !== null && last.conversationId === id && last.body.kind !== 'started'
    if (hasMessage) return this.life.startWaiting(tenantId, id)
    const age = this.clock.now().getTime() - conversation.startedAt.getTime()
    if (age < ABANDONED_AFTER_MS) return
    // The started entry may be missing as well; writing it first keeps begin and end of the log in pairs.
    await this.life.writeStart(await this.threads.get(tenantId, threadId), conversation)
    const author = { role: 'system', id: null, name: '' } as const
    await this.life.end(conversation, { reason: 'abandoned', author, seenSeq: last?.lastContactSeq ?? 0 })
  }
}
