import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import { HISTORY_PAGE } from '@parley/shared/conversations/limits'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationRepository } from './conversation.repository.js'
import { ThreadReading } from './reading.js'
import { threadRoom } from './rooms.js'
import { ThreadRepository } from './thread.repository.js'
import { summaryOf } from './views.js'

/** Staff open a conversation: they follow its thread first, then read, so that nothing falls between. */
@Singleton()
export class OpenConversationOfStaff {
  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { conversationId }: StaffCommands['conversations:openConversation']['input'],
    connection: CommandConnection,
  ): Promise<StaffCommands['conversations:openConversation']['output']> {
    const conversation = await this.conversations.get(caller.tenantId, conversationId)
    const thread = await this.threads.get(caller.tenantId, conversation.threadId)
    connection.join(threadRoom(caller.tenantId, thread.id))
    const page = await this.reading.newestPage(thread, 'staff')
    return { conversation: summaryOf(conversation), ...page }
  }
}

/** They turn away; the assignee goes on following. */
@Singleton()
export class CloseConversationOfStaff {
  @Inject()
  private readonly conversations!: ConversationRepository

  async run(
    caller: StaffPrincipal,
    { conversationId }: StaffCommands['conversations:closeConversation']['input'],
    connection: CommandConnection,
  ): Promise<Record<string, never>> {
    const { threadId, assignee, state } = await this.conversations.get(caller.tenantId, conversationId)
    const goesOnFollowing = state === 'assigned' && assignee?.id === caller.staffId
    if (!goesOnFollowing) connection.leave(threadRoom(caller.tenantId, threadId))
    return {}
  }
}

@Singleton()
export class LoadHistoryOfStaff {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { threadId, before, limit = HISTORY_PAGE }: StaffCommands['conversations:loadConversationHistory']['input'],
  ): Promise<StaffCommands['conversations:loadConversationHistory']['output']> {
    return this.reading.pageBefore(await this.threads.get(caller.tenantId, threadId), 'staff', { before, limit })
  }
}

@Singleton()
export class SyncConversationsOfStaff {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { cursors }: StaffCommands['conversations:syncConversations']['input'],
  ): Promise<StaffCommands['conversations:syncConversations']['output']> {
    const pulled = Object.entries(cursors).map(async ([threadId, cursor]) => {
      const thread = await this.threads.get(caller.tenantId, threadId)
      return [threadId, await this.reading.pull(thread, 'staff', cursor)] as const
    })
    return { threads: Object.fromEntries(await Promise.all(pulled)) }
  }
}
