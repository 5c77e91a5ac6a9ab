import { Inject, Singleton } from '@midwayjs/core'
import type { Entry } from '@parley/shared/conversations/entry'
import type { MessageContent } from '@parley/shared/conversations/message'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { CurrentSettings } from '../../config/current-settings.js'
import { RateLimits, takePoint } from '../../platform/nodes/rate-limits.js'
import { ContactThreads } from './contact-threads.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ConversationLife } from './conversation-life.js'
import { OutgoingBodies } from './outgoing-body.js'
import { messageDraft, Send } from './send.js'
import type { Outgoing, Stored } from './send.js'
import { ThreadLog } from './thread-log.js'
import type { Thread } from './thread.repository.js'
import { entryFor } from './views.js'

interface Input {
  threadId: string | null
  clientMessageId: string
  content: MessageContent
}

/** Beginning a conversation can lose to an end that overtakes it, and must then begin the next. */
const BEGINNINGS_MAX = 10

/** A contact writes: into the conversation that is open, else one begins with this message (P1-P3, P7). */
@Singleton()
export class SendMessageOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly bodies!: OutgoingBodies

  @Inject()
  private readonly send!: Send

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly limits!: RateLimits

  private limiter: RateLimiterAbstract | undefined

  async run(caller: ContactPrincipal, input: Input): Promise<{ entry: Entry; conflict: boolean }> {
    const thread = await this.threads.ensure(caller, input.threadId)
    const outgoing: Outgoing = {
      senderKey: caller.key,
      clientMessageId: input.clientMessageId,
      author: { role: 'contact', id: caller.contactId, name: caller.name },
      body: await this.bodies.of(thread, { caller, role: 'contact', ...input }),
    }
    const { entry, conflict } = (await this.overLimit(caller, thread, outgoing)) ?? (await this.store(thread, outgoing))
    return { entry: entryFor('contact', entry), conflict }
  }

  private async store(thread: Thread, outgoing: Outgoing): Promise<Stored> {
    for (let beginning = 0; beginning < BEGINNINGS_MAX; beginning += 1) {
      const { openConversationId } = await this.log.head(thread)
      const stored = openConversationId === null ? await this.beginOrFind(thread, outgoing) : null
      if (stored !== null) return this.settle(thread, stored)
      try {
        const appended = await this.send.append(thread, outgoing, (head) =>
          messageDraft(outgoing, head.openConversationId),
        )
        return await this.settle(thread, appended, openConversationId === null)
      } catch (error) {
        if (!(error instanceof ParleyError) || error.code !== 'conversation_ended') throw error
      }
    }
    throw new ParleyError('unavailable')
  }

  /** No conversation is open: a retry is answered with what it stored before the end, anything else begins the next one. */
  private async beginOrFind(thread: Thread, outgoing: Outgoing): Promise<Stored | null> {
    const double = await this.send.findDouble(thread, outgoing)
    if (double !== null) return double
    await this.life.begin(thread)
    return null
  }

  /** A first message, or a retry that may have been interrupted after it, makes its conversation wait for an agent. */
  private async settle(thread: Thread, stored: Stored, isFirst = false): Promise<Stored> {
    if (isFirst || stored.isDouble) await this.life.startWaiting(thread.tenantId, stored.entry.conversationId)
    return stored
  }

  /** Doubles are answered before any limit. @throws ParleyError `rate_limited` */
  private async overLimit(caller: ContactPrincipal, thread: Thread, outgoing: Outgoing): Promise<Stored | null> {
    const { messagesBurst, messagesPerSecond } = this.settings.values
    this.limiter ??= this.limits.limiter({
      name: 'messages',
      points: messagesBurst,
      seconds: messagesBurst / messagesPerSecond,
    })
    try {
      await takePoint(this.limiter, `${caller.tenantId} ${caller.key}`)
      return null
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      const double = await this.send.findDouble(thread, outgoing)
      if (double !== null) return double
      throw error
    }
  }
}
