import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import { HISTORY_PAGE } from '@parley/shared/conversations/limits'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationMetrics } from './conversation-metrics.js'
import { ThreadReading } from './reading.js'
import { threadRoom } from './rooms.js'
import { ThreadRepository } from './thread.repository.js'
import { summaryOf } from './views.js'

/** Staff open a conversation: they follow its thread first, then read, so that nothing falls between. */
@Singleton()
export class OpenConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { conversationId }: StaffCommands['conversations:openConversation']['input'],
    connection: CommandConnection,
  ): Promise<StaffCommands['conversations:openConversation']['output']> {
    const conversation = await this.access.conversation(caller, conversationId, 'conversations.read')
    const thread = await this.threads.get(caller.tenantId, conversation.threadId)
    connection.join(threadRoom(caller.tenantId, thread.id))
    const { page } = await this.reading.newestPage(thread, 'staff')
    return { conversation: summaryOf(conversation), ...page }
  }
}

/** They turn away; the assignee goes on following. */
@Singleton()
export class CloseConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  async run(
    caller: StaffPrincipal,
    { conversationId }: StaffCommands['conversations:closeConversation']['input'],
    connection: CommandConnection,
  ): Promise<Record<string, never>> {
    const { threadId, assignee, state } = await this.access.conversation(caller, conversationId, 'conversations.read')
    const goesOnFollowing = state === 'assigned' && assignee?.id === caller.staffId
    if (!goesOnFollowing) connection.leave(threadRoom(caller.tenantId, threadId))
    return {}
  }
}

@Singleton()
export class LoadHistoryOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { threadId, before, limit = HISTORY_PAGE }: StaffCommands['conversations:loadConversationHistory']['input'],
  ): Promise<StaffCommands['conversations:loadConversationHistory']['output']> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    return this.reading.pageBefore(thread, 'staff', { before, limit })
  }
}

@Singleton()
export class FindPositionOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: StaffPrincipal,
    { threadId, at }: StaffCommands['conversations:findPosition']['input'],
  ): Promise<StaffCommands['conversations:findPosition']['output']> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    return { position: await this.reading.positionAt(thread, new Date(at)) }
  }
}

@Singleton()
export class SyncConversationsOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly reading!: ThreadReading

  @Inject()
  private readonly metrics!: ConversationMetrics

  async run(
    caller: StaffPrincipal,
    { cursors }: StaffCommands['conversations:syncConversations']['input'],
    connection: CommandConnection,
  ): Promise<StaffCommands['conversations:syncConversations']['output']> {
    const pulled = Object.entries(cursors).map(async ([threadId, cursor]) => {
      const thread = await this.access.thread(caller, threadId, 'conversations.read')
      return [threadId, await this.reading.pull(thread, 'staff', cursor)] as const
    })
    const threads = Object.fromEntries(await Promise.all(pulled))
    this.metrics.pulled('staff', connection, Object.values(threads))
    return { threads }
  }
}
