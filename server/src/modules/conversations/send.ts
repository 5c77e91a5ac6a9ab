import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { ConversationMetrics } from './conversation-metrics.js'
import { EntryRepository } from './entry.repository.js'
import type { EntryDraft, LogEntry } from './log-entry.js'
import { isMessageBody, isSameMessage } from './message-body.js'
import type { MessageBody } from './message-body.js'
import { ThreadLog } from './thread-log.js'
import type { Appended, Draw } from './thread-log.js'
import type { Thread } from './thread.repository.js'

/** A message as its sender handed it in. */
export interface Outgoing {
  senderKey: string
  clientMessageId: string
  author: EntryDraft['author']
  body: MessageBody
  /** The socket that is answered as soon as the message is stored, and need not be told of it besides. */
  answeredSocket?: string | undefined
}

/** A stored message, and whether its id had been used for other words before: then those stay (P2). */
export interface Stored {
  entry: LogEntry
  isDouble: boolean
  conflict: boolean
}

/** What sending has in common whoever sends: look for a double, append, compare. */
@Singleton()
export class Send {
  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly metrics!: ConversationMetrics

  /** The message that was stored under this id before, if any. */
  async findDouble(thread: Thread, outgoing: Outgoing): Promise<Stored | null> {
    const { senderKey, clientMessageId } = outgoing
    const key = { tenantId: thread.tenantId, threadId: thread.id, senderKey, clientMessageId }
    const entry = await this.entries.findByClientMessage(key)
    return entry && this.stored(outgoing, { entry, isDouble: true })
  }

  /** Whether a message is stored under this id. */
  async holds(thread: Thread, key: { senderKey: string; clientMessageId: string }): Promise<boolean> {
    const { tenantId, id: threadId } = thread
    return (await this.entries.findByClientMessage({ tenantId, threadId, ...key })) !== null
  }

  async append(thread: Thread, outgoing: Outgoing, draw: Draw): Promise<Stored> {
    return this.stored(outgoing, await this.log.append(thread, draw, outgoing.answeredSocket))
  }

  private stored(outgoing: Outgoing, { entry, isDouble }: Appended): Stored {
    if (isDouble) this.metrics.doubleCaught()
    const { body } = entry
    const conflict = isDouble && isMessageBody(body) && !isSameMessage(body, outgoing.body)
    return { entry, isDouble, conflict }
  }
}

/** The draft of a message in the conversation that is open. @throws ParleyError `conversation_ended` when none is */
export function messageDraft(outgoing: Outgoing, openConversationId: string | null): EntryDraft {
  if (openConversationId === null) throw new ParleyError('conversation_ended')
  const { senderKey, clientMessageId, author, body } = outgoing
  const isVisibleToContact = body.kind !== 'note'
  return { senderKey, clientMessageId, author, body, conversationId: openConversationId, isVisibleToContact }
}
