import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Silence } from '@parley/shared/routing/queues'
import { Clock } from '../../platform/clock.js'
import type { Conversation } from './conversation.js'
import { ConversationLife, systemEntry } from './conversation-life.js'
import { EntryRepository } from './entry.repository.js'
import type { Head } from './log-entry.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

const MINUTE_MS = 60_000
const SYSTEM = { role: 'system', id: null, name: '' } as const

/**
 * One step towards the end of a conversation in which nobody writes: the contact is told, and some time after that it ends. What
 * has been done stands in the log, so that any node may go on, at any time, and each step is done once.
 */
@Singleton()
export class EndSilent {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly clock!: Clock

  /** `conversation` has been silent for `warnAfterMinutes` by its summary; the log may know better. */
  async run(conversation: Conversation, { endAfterMinutes }: Silence): Promise<void> {
    const { tenantId, threadId, id } = conversation
    const thread = await this.threads.get(tenantId, threadId)
    const head = await this.log.readHead(thread)
    // The summary lags behind: the next look decides.
    if (head.seq !== conversation.lastSeq || head.openConversationId !== id) return
    // One warning for each silence: the message that it began with is in the id.
    const clientMessageId = `silence:${id}:${conversation.lastMessage?.seq ?? 0}`
    const warning = await this.entries.findByClientMessage({ tenantId, threadId, senderKey: 'system', clientMessageId })
    if (warning === null) return this.warn({ thread, head, id, clientMessageId }, endAfterMinutes)
    // What the contact was told holds, whatever the queue says by now.
    const promised = warning.body.kind === 'system' ? warning.body.minutes : undefined
    const endsAt = warning.createdAt.getTime() + (promised ?? endAfterMinutes) * MINUTE_MS
    if (this.clock.now().getTime() < endsAt) return
    await unlessSomebodyWrote(
      this.life.end(conversation, { reason: 'silence', author: SYSTEM, seenSeq: head.seq, lastSeq: head.seq }),
    )
  }

  private async warn(
    { thread, head, id, clientMessageId }: { thread: Thread; head: Head; id: string; clientMessageId: string },
    minutes: number,
  ): Promise<void> {
    await unlessSomebodyWrote(
      this.log.append(thread, (now) => {
        if (now.seq > head.seq) throw new ParleyError('new_message_arrived')
        return systemEntry(id, clientMessageId, { kind: 'system', code: 'silence', minutes })
      }),
    )
  }
}

const OVERTAKEN: readonly string[] = ['new_message_arrived', 'conversation_ended']

/** Somebody wrote, or ended it, between the look and the step: there is nothing left to do. */
async function unlessSomebodyWrote(step: Promise<unknown>): Promise<void> {
  try {
    await step
  } catch (error) {
    if (!(error instanceof ParleyError) || !OVERTAKEN.includes(error.code)) throw error
  }
}
