import { Inject, Singleton } from '@midwayjs/core'
import type { ContactCommands } from '@parley/shared/protocol'
import { HISTORY_PAGE } from '@parley/shared/conversations/limits'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { Availability } from '../presence/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationMetrics } from './conversation-metrics.js'
import type { Conversation } from './conversation.js'
import { ConversationRepository } from './conversation.repository.js'
import { ThreadReading } from './reading.js'
import type { Thread } from './thread.repository.js'
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

  @Inject()
  private readonly metrics!: ConversationMetrics

  async run(
    caller: ContactPrincipal,
    { held }: ContactCommands['conversations:openThread']['input'],
    connection: CommandConnection,
  ): Promise<ContactCommands['conversations:openThread']['output']> {
    const contact = { id: caller.contactId, name: caller.name }
    const [isAnyoneOnline, [thread, ...earlier]] = await Promise.all([
      this.availability.isAnyoneOnline(caller.tenantId),
      this.threads.list(caller),
    ])
    if (thread === undefined) return { contact, isAnyoneOnline, thread: null, earlierThreadIds: [] }
    const earlierThreadIds = earlier.map(({ id }) => id)
    const missed = held?.threadId === thread.id ? await this.reading.missedBy(thread, held.position) : null
    if (missed !== null) this.metrics.pulled('contact', connection, [missed.page])
    const { page, openConversationId } = missed ?? (await this.reading.newestPage(thread, 'contact'))
    const newest = await this.newestOf(thread, openConversationId)
    const conversation = newest && contactConversationOf(newest)
    const opened = { id: thread.id, conversation, ...page, goesOn: missed !== null }
    return { contact, isAnyoneOnline, thread: opened, earlierThreadIds }
  }

  /** The one that is open, which many may ask for together, is the newest. */
  private newestOf(thread: Thread, openId: string | null): Promise<Conversation | null> {
    return openId === null ? this.conversations.findNewest(thread) : this.conversations.get(thread.tenantId, openId)
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
