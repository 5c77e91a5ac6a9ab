import { Inject, Singleton } from '@midwayjs/core'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationLife } from './conversation-life.js'
import { ConversationAccess } from './conversation-access.js'
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
