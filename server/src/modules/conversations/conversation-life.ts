import { Inject, Singleton } from '@midwayjs/core'
import type { EndReason } from '@parley/shared/conversations/entry'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { SingleFlight } from '../../platform/single-flight.js'
import type { Conversation } from './conversation.js'
import { ConversationRepository } from './conversation.repository.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { EntryRepository } from './entry.repository.js'
import type { EntryDraft, LogEntry } from './log-entry.js'
import { Summaries } from './summaries.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** A conversation waits for an agent. */
    'conversations:waiting': { conversation: Conversation }
    /** It is over; whoever had it has a slot free. */
    'conversations:ended': { conversation: Conversation }
  }
}

const SYSTEM = { role: 'system', id: null, name: '' } as const

/** An entry that the system itself writes; its id makes it exist once, however often its writing is repeated. */
export function systemEntry(conversationId: string, clientMessageId: string, body: EntryDraft['body']): EntryDraft {
  return { conversationId, isVisibleToContact: true, senderKey: 'system', clientMessageId, author: SYSTEM, body }
}

const endedId = (conversationId: string): string => `ended:${conversationId}`

/** Who ends a conversation, and what they had seen when they decided to. */
export interface End {
  reason: EndReason
  author: EntryDraft['author']
  /** Entries up to here were on their screen: a contact's message after it stops the end. */
  seenSeq: number
  /** Whatever was written after this stops the end, by whom and to whom it may be. */
  lastSeq?: number
}

/**
 * How conversations begin, are announced as assigned, and end: by entries of the log, the document following. Every step
 * may be repeated by whoever finds it half done (mechanisms, "Conversations begin and end").
 */
@Singleton()
export class ConversationLife {
  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  private readonly beginnings = new SingleFlight<Thread>()

  /**
   * Opens a conversation and writes its first entry; one that somebody else is opening is shared. Returns the thread where
   * it is open: another one when the contact was identified meanwhile and goes on there.
   */
  begin(thread: Thread): Promise<Thread> {
    return this.beginnings.run(`${thread.tenantId} ${thread.id}`, () => this.beginNow(thread))
  }

  private async beginNow({ tenantId, id }: Thread): Promise<Thread> {
    const thread = await this.threads.refresh(tenantId, id)
    const current = thread.isEarlier ? await this.threads.findOfContact(thread) : thread
    if (current !== null && current.id !== thread.id) return current
    const conversation = await this.conversations.open(thread, this.clock.now())
    if (conversation.threadId !== thread.id) return this.threads.get(tenantId, conversation.threadId)
    await this.writeStart(thread, conversation)
    return thread
  }

  /** Writes the entry that a conversation begins with, once. */
  async writeStart(thread: Thread, conversation: Conversation): Promise<void> {
    const { isDouble } = await this.log.append(thread, () =>
      systemEntry(conversation.id, `started:${conversation.id}`, { kind: 'started' }),
    )
    if (!isDouble) return
    // Started before: either it is open, or its end is in the log and the document has not followed.
    const head = await this.log.readHead(thread)
    if (head.openConversationId === null) await this.completeEnd(conversation)
  }

  /** Its first message is stored: it waits for an agent from now on. */
  async startWaiting(tenantId: string, conversationId: string): Promise<void> {
    const conversation = await this.conversations.startWaiting(tenantId, conversationId, this.clock.now())
    if (conversation === null) return
    this.summaries.touch(conversation)
    this.bus.publish('conversations:waiting', { conversation })
  }

  /** Tells the thread who has taken it: the second half of a claim. */
  async announceAssignment(conversation: Conversation): Promise<void> {
    const { tenantId, id, assignee } = conversation
    if (assignee === null) return
    const thread = await this.threads.get(tenantId, conversation.threadId)
    this.broadcast.assigneeFollows(conversation, assignee.id)
    this.summaries.touch(conversation)
    const clientMessageId = `assigned:${id}:${conversation.claimToken}`
    try {
      await this.log.append(thread, (head) => {
        if (head.openConversationId !== id) throw new ParleyError('conversation_ended')
        return systemEntry(id, clientMessageId, { kind: 'assigned', assignee })
      })
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
    }
    await this.conversations.unmarkAssigning(tenantId, id)
  }

  /** Gives it back to its queue, with the time it has waited; false when it is no longer theirs. */
  async handBack({ tenantId, id }: Conversation, assigneeId: string): Promise<boolean> {
    const conversation = await this.conversations.returnToQueue(tenantId, id, assigneeId)
    if (conversation === null) return false
    this.summaries.touch(conversation)
    this.bus.publish('conversations:waiting', { conversation })
    return true
  }

  /**
   * Ends a conversation: the entry first, so its place in the log decides what came before and after.
   * @throws ParleyError `new_message_arrived`, `conversation_ended`
   */
  async end(conversation: Conversation, end: End): Promise<Conversation> {
    const { tenantId, id } = conversation
    const thread = await this.threads.get(tenantId, conversation.threadId)
    await this.conversations.markEnding(tenantId, id, this.clock.now())
    try {
      await this.log.append(thread, (head) => {
        if (head.openConversationId !== id) throw new ParleyError('conversation_ended')
        const isStale = head.seq > (end.lastSeq ?? head.seq) || head.lastContactSeq > end.seenSeq
        if (isStale) throw new ParleyError('new_message_arrived')
        return { ...systemEntry(id, endedId(id), { kind: 'ended', reason: end.reason }), author: end.author }
      })
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      await this.completeEnd(conversation)
      throw error
    }
    return this.completeEnd(conversation)
  }

  /** Lets the document follow what the log says of an end; takes the mark away when the log says nothing of one. */
  async completeEnd(conversation: Conversation): Promise<Conversation> {
    const { tenantId, threadId, id } = conversation
    const key = { tenantId, threadId, senderKey: 'system', clientMessageId: endedId(id) }
    const entry = await this.entries.findByClientMessage(key)
    if (entry === null) {
      await this.conversations.unmarkEnding(tenantId, id)
      return conversation
    }
    const ended = await this.conversations.finishEnd(tenantId, id, {
      endedAt: entry.createdAt,
      endReason: reasonOf(entry),
    })
    if (ended === null) return this.conversations.get(tenantId, id)
    this.summaries.touch(ended)
    this.bus.publish('conversations:ended', { conversation: ended })
    return ended
  }

  /** A line that Parley writes into an open conversation, once per code. */
  async say(conversation: Conversation, code: 'nobody_online'): Promise<void> {
    const thread = await this.threads.get(conversation.tenantId, conversation.threadId)
    await this.log.append(thread, () =>
      systemEntry(conversation.id, `${code}:${conversation.id}`, { kind: 'system', code }),
    )
  }
}

function reasonOf({ body }: LogEntry): EndReason {
  if (body.kind !== 'ended') throw new Error('An entry named as an end says something else')
  return body.reason
}
