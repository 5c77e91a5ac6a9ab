import { Inject, Singleton } from '@midwayjs/core'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationLife } from './conversation-life.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationRepository } from './conversation.repository.js'
import { EntryRepository } from './entry.repository.js'
import { ThreadLog } from './thread-log.js'
import { summaryOf } from './views.js'

/** Staff end a conversation, having seen it up to a point. */
@Singleton()
export class EndConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly life!: ConversationLife

  /** @throws ParleyError `new_message_arrived`, `conversation_ended` */
  async run(
    caller: StaffPrincipal,
    { conversationId, seenPosition }: { conversationId: string; seenPosition: number },
  ): Promise<{ conversation: ConversationSummary }> {
    const conversation = await this.access.conversation(caller, conversationId, 'conversations.end')
    if (conversation.state === 'ended') throw new ParleyError('conversation_ended')
    const author = { role: 'staff', id: caller.staffId, name: caller.name } as const
    const ended = await this.life.end(conversation, { reason: 'staff', author, seenSeq: seenPosition })
    return { conversation: summaryOf(ended) }
  }
}

/** A contact ends what is open in their thread, having seen it up to a point. */
@Singleton()
export class EndConversationOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly life!: ConversationLife

  /** @throws ParleyError `new_message_arrived`, `conversation_ended` */
  async run(
    caller: ContactPrincipal,
    { threadId, seenPosition }: { threadId: string; seenPosition: number },
  ): Promise<Record<string, never>> {
    const thread = await this.threads.get(caller, threadId)
    const { openConversationId } = await this.log.readHead(thread)
    if (openConversationId === null) throw new ParleyError('conversation_ended')
    const seen = await this.entries.findAt({ tenantId: caller.tenantId, threadId }, 'contact', seenPosition)
    const conversation = await this.conversations.get(caller.tenantId, openConversationId)
    const author = { role: 'contact', id: caller.contactId, name: caller.name } as const
    await this.life.end(conversation, { reason: 'contact', author, seenSeq: seen?.seq ?? 0 })
    return {}
  }
}
