import { Inject, Singleton } from '@midwayjs/core'
import type { Entry } from '@parley/shared/conversations/entry'
import type { MessageContent } from '@parley/shared/conversations/message'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { CurrentSettings } from '../../config/current-settings.js'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import { RateLimits, takePoint } from '../../platform/nodes/rate-limits.js'
import { ContactThreads } from './contact-threads.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ConversationLife } from './conversation-life.js'
import { OutgoingBodies } from './outgoing-body.js'
import { messageDraft, Send } from './send.js'
import type { Outgoing, Stored } from './send.js'
import { ThreadLog } from './thread-log.js'
import { participantKeyOf } from './thread.repository.js'
import type { Thread } from './thread.repository.js'
import { entryFor } from './views.js'

interface Input {
  threadId: string | null
  clientMessageId: string
  content: MessageContent
  quote?: string | undefined
}

interface Asked extends Input {
  socketId: string
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

  async run(
    caller: ContactPrincipal,
    input: Input,
    connection: CommandConnection,
  ): Promise<{ entry: Entry; conflict: boolean }> {
    const { thread, others } = await this.threads.placeFor(caller, input.threadId)
    const asked = { ...input, socketId: connection.id }
    const { entry, conflict } =
      (await this.storedBefore(caller, others, asked)) ?? (await this.storeIn(caller, thread, asked))
    return { entry: entryFor('contact', entry), conflict }
  }

  /** A retry of what was stored in a thread that the contact has left since. */
  private async storedBefore(caller: ContactPrincipal, threads: Thread[], input: Asked): Promise<Stored | null> {
    for (const thread of threads) {
      const { clientMessageId } = input
      if (!(await this.send.holds(thread, { senderKey: participantKeyOf(thread), clientMessageId }))) continue
      const double = await this.send.findDouble(thread, await this.outgoing(caller, thread, input))
      if (double !== null) return double
    }
    return null
  }

  private async storeIn(caller: ContactPrincipal, thread: Thread, input: Asked): Promise<Stored> {
    const outgoing = await this.outgoing(caller, thread, input)
    return (await this.overLimit(caller, thread, outgoing)) ?? this.store(thread, outgoing)
  }

  private async outgoing(caller: ContactPrincipal, thread: Thread, input: Asked): Promise<Outgoing> {
    const senderKey = participantKeyOf(thread)
    const author = { role: 'contact', id: caller.contactId, name: caller.name } as const
    const body = await this.bodies.of(thread, { caller, senderKey, role: 'contact', ...input })
    return { senderKey, clientMessageId: input.clientMessageId, author, body, answeredSocket: input.socketId }
  }

  private async store(thread: Thread, outgoing: Outgoing): Promise<Stored> {
    for (let beginning = 0; beginning < BEGINNINGS_MAX; beginning += 1) {
      const { openConversationId } = await this.log.head(thread)
      if (openConversationId === null) {
        const elsewhere = await this.beginOrFind(thread, outgoing)
        if (elsewhere !== null) return elsewhere
      }
      try {
        const isFirst = openConversationId === null
        // The answer to a first message waits for more than the store: until then it is told like any other.
        const sent = isFirst ? { ...outgoing, answeredSocket: undefined } : outgoing
        const appended = await this.send.append(thread, sent, (head) => messageDraft(sent, head.openConversationId))
        return await this.settle(thread, appended, isFirst)
      } catch (error) {
        if (!(error instanceof ParleyError) || error.code !== 'conversation_ended') throw error
      }
    }
    throw new ParleyError('unavailable')
  }

  /**
   * No conversation is open: a retry is answered with what it stored before the end, anything else begins the next one; or
   * goes where the contact goes on, if they were identified in this very moment.
   */
  private async beginOrFind(thread: Thread, outgoing: Outgoing): Promise<Stored | null> {
    const double = await this.send.findDouble(thread, outgoing)
    if (double !== null) return this.settle(thread, double)
    const begun = await this.life.begin(thread)
    if (begun.id === thread.id) return null
    return this.store(begun, { ...outgoing, senderKey: participantKeyOf(begun) })
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
