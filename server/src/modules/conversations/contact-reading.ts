import { Inject, Singleton } from '@midwayjs/core'
import type { ContactCommands } from '@parley/shared/protocol'
import { HISTORY_PAGE } from '@parley/shared/conversations/limits'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { Availability } from '../presence/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationMetrics } from './conversation-metrics.js'
import { ConversationRepository } from './conversation.repository.js'
import { ThreadReading } from './reading.js'
import { contactConversationOf } from './views.js'

/** A contact opens their page: who they are, and their thread if there is one. */
@Singleton()
export class OpenThreadOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly reading!: ThreadReading

  @Inject()
  private readonly availability!: Availability

  async run(caller: ContactPrincipal): Promise<ContactCommands['conversations:openThread']['output']> {
    const contact = { id: caller.contactId, name: caller.name }
    const isAnyoneOnline = await this.availability.isAnyoneOnline(caller.tenantId)
    const [thread, ...earlier] = await this.threads.list(caller)
    if (thread === undefined) return { contact, isAnyoneOnline, thread: null, earlierThreadIds: [] }
    const earlierThreadIds = earlier.map(({ id }) => id)
    const [page, newest] = await Promise.all([
      this.reading.newestPage(thread, 'contact'),
      this.conversations.findNewest(thread),
    ])
    const conversation = newest && contactConversationOf(newest)
    return { contact, isAnyoneOnline, thread: { id: thread.id, conversation, ...page }, earlierThreadIds }
  }
}

@Singleton()
export class LoadHistoryOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly reading!: ThreadReading

  async run(
    caller: ContactPrincipal,
    { threadId, before, limit = HISTORY_PAGE }: ContactCommands['conversations:loadHistory']['input'],
  ): Promise<ContactCommands['conversations:loadHistory']['output']> {
    return this.reading.pageBefore(await this.threads.get(caller, threadId), 'contact', { before, limit })
  }
}

@Singleton()
export class SyncThreadsOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly reading!: ThreadReading

  @Inject()
  private readonly metrics!: ConversationMetrics

  async run(
    caller: ContactPrincipal,
    { cursors }: ContactCommands['conversations:syncThreads']['input'],
    connection: CommandConnection,
  ): Promise<ContactCommands['conversations:syncThreads']['output']> {
    const pulled = Object.entries(cursors).map(async ([threadId, cursor]) => {
      const thread = await this.threads.get(caller, threadId)
      return [threadId, await this.reading.pull(thread, 'contact', cursor)] as const
    })
    const threads = Object.fromEntries(await Promise.all(pulled))
    this.metrics.pulled('contact', connection, Object.values(threads))
    return { threads }
  }
}
