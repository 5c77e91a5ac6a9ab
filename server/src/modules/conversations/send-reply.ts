import { Inject, Singleton } from '@midwayjs/core'
import type { Entry } from '@parley/shared/conversations/entry'
import type { MessageContent } from '@parley/shared/conversations/message'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationRepository } from './conversation.repository.js'
import { OutgoingBodies } from './outgoing-body.js'
import { messageDraft, Send } from './send.js'
import type { Outgoing } from './send.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import { entryFor } from './views.js'

interface Input {
  threadId: string
  clientMessageId: string
  content: MessageContent
  quote?: string | undefined
}

/** The assignee answers in the conversation that is open. */
@Singleton()
export class SendReplyOfStaff {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly bodies!: OutgoingBodies

  @Inject()
  private readonly send!: Send

  /** @throws ParleyError `not_assignee`, `conversation_ended` */
  async run(
    caller: StaffPrincipal,
    input: Input,
    connection: CommandConnection,
  ): Promise<{ entry: Entry; conflict: boolean }> {
    const thread = await this.threads.get(caller.tenantId, input.threadId)
    const outgoing: Outgoing = {
      senderKey: caller.key,
      clientMessageId: input.clientMessageId,
      author: { role: 'staff', id: caller.staffId, name: caller.name },
      body: await this.bodies.of(thread, { caller, senderKey: caller.key, role: 'staff', ...input }),
      answeredSocket: connection.id,
    }
    const { openConversationId } = await this.log.head(thread)
    const refusal = await this.refusal(caller, openConversationId)
    if (refusal !== null) {
      const double = await this.send.findDouble(thread, outgoing)
      if (double === null) {
        throw new ParleyError((await this.access.readsThread(caller, thread)) ? refusal : 'not_found')
      }
      return { entry: entryFor('staff', double.entry), conflict: double.conflict }
    }
    const { entry, conflict } = await this.send.append(thread, outgoing, (head) => {
      // Decided for one conversation: if another is open by now, it may be somebody else's.
      const isSame = head.openConversationId === openConversationId
      return messageDraft(outgoing, isSame ? openConversationId : null)
    })
    return { entry: entryFor('staff', entry), conflict }
  }

  private async refusal(
    caller: StaffPrincipal,
    openId: string | null,
  ): Promise<'conversation_ended' | 'not_assignee' | null> {
    if (openId === null) return 'conversation_ended'
    const assigneeId = await this.conversations.assigneeIdOf(caller.tenantId, openId)
    return assigneeId === caller.staffId ? null : 'not_assignee'
  }
}
