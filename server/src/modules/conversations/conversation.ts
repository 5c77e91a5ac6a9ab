import type { EndReason } from '@parley/shared/conversations/entry'
import type { ConversationDocument, LastMessage, StoredConversationState } from './conversation.schema.js'

/** A conversation as the server works with it: ids as strings. */
export interface Conversation {
  id: string
  tenantId: string
  threadId: string
  contactId: string
  contactName: string
  /** What is drawn for them. */
  contactAvatar: string | null
  channelId: string
  channelName: string
  queueId: string
  state: StoredConversationState
  assignee: { id: string; name: string } | null
  /** Where the assignee's picture was when they were assigned. */
  assigneeAvatar: string | null
  slot: number | null
  claimToken: string
  startedAt: Date
  waitingSince: Date | null
  assignedAt: Date | null
  endedAt: Date | null
  endReason: EndReason | null
  tagIds: string[]
  lastSeq: number
  lastMessage: LastMessage | null
  contactCount: number
  contactCountBefore: number
  awaitingReplySince: Date | null
  version: number
}

/** Field by field: a copy of what is left over costs several times as much, and each message has its conversation read. */
export function toConversation(document: ConversationDocument): Conversation {
  const { assigneeId, assigneeName } = document
  return {
    id: document._id.toHexString(),
    tenantId: document.tenantId,
    threadId: document.threadId.toHexString(),
    contactId: document.contactId.toHexString(),
    contactName: document.contactName,
    contactAvatar: document.contactAvatar ?? null,
    channelId: document.channelId.toHexString(),
    channelName: document.channelName,
    queueId: document.queueId.toHexString(),
    state: document.state,
    assignee: assigneeId === null ? null : { id: assigneeId.toHexString(), name: assigneeName ?? '' },
    assigneeAvatar: document.assigneeAvatar ?? null,
    slot: document.slot ?? null,
    claimToken: document.claimToken,
    startedAt: document.startedAt,
    waitingSince: document.waitingSince,
    assignedAt: document.assignedAt,
    endedAt: document.endedAt,
    endReason: document.endReason,
    tagIds: (document.tagIds ?? []).map((id) => id.toHexString()),
    lastSeq: document.lastSeq,
    lastMessage: document.lastMessage,
    contactCount: document.contactCount,
    contactCountBefore: document.contactCountBefore,
    awaitingReplySince: document.awaitingReplySince,
    version: document.version,
  }
}
