import type { AttachmentKind } from '@parley/shared/attachments/attachment'
import type { EndReason } from '@parley/shared/conversations/entry'
import type { MessageKind } from '@parley/shared/conversations/message-kinds'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** `beginning` until its first message is stored; nobody is asked to serve it before. */
export type StoredConversationState = 'beginning' | 'waiting' | 'assigned' | 'ended'

/** Why an agent got a conversation, or not: kept with each assignment (B2). */
export interface Decision {
  at: Date
  /** How it came about. */
  by: 'routing' | 'claim' | 'transfer' | 'forced'
  considered: { staffId: string; verdict: 'chosen' | 'at_capacity' | 'unreachable' | 'busier' | 'served_later' }[]
}

/** Where a conversation is counted. */
export interface CountPlace {
  queueId: Types.ObjectId
  assigneeId: Types.ObjectId | null
  state: 'waiting' | 'assigned' | 'ended'
}

export interface LastMessage {
  seq: number
  kind: MessageKind
  preview: string | null
  /** Absent in what an earlier version stored. */
  files?: AttachmentKind | null
  authorRole: 'contact' | 'staff'
  authorName: string
  createdAt: Date
}

/** A conversation as stored: a projection of its part of the log, besides who is assigned and in which slot. */
export interface ConversationDocument {
  _id: Types.ObjectId
  tenantId: string
  threadId: Types.ObjectId
  contactId: Types.ObjectId
  contactName: string
  /** Absent in what an earlier version stored. */
  contactAvatar?: string | null
  channelId: Types.ObjectId
  channelName: string
  queueId: Types.ObjectId
  state: StoredConversationState
  /** Present while open: what the index of open conversations stands on. */
  isOpen?: true
  assigneeId: Types.ObjectId | null
  assigneeName: string | null
  /** Absent in what an earlier version stored. */
  assigneeAvatar?: string | null
  /** The place that it takes among its assignee's chats; present while assigned. */
  slot?: number
  /** Changes each time it begins to wait, so that a decision made before does not count any more. */
  claimToken: string
  startedAt: Date
  waitingSince: Date | null
  assignedAt: Date | null
  endedAt: Date | null
  endReason: EndReason | null
  /** Set before the entry that says so, and taken away after: what a crash leaves behind can be found by it. */
  assigningSince?: Date
  endingSince?: Date
  /** Set with each change of what it counts as, and taken away once the counts on the tabs say so. */
  isUncounted?: true
  /** What it counts as at present, absent while it counts as nothing; and the batch that made it so. */
  counted?: CountPlace
  countedIn?: number
  /** Left out of what is read, unless it is asked for. */
  decision?: Decision | null
  /** Absent in what an earlier version stored. */
  tagIds?: Types.ObjectId[]
  lastSeq: number
  lastMessage: LastMessage | null
  contactCount: number
  contactCountBefore: number
  awaitingReplySince: Date | null
  version: number
}

const id = { type: Types.ObjectId, required: true } as const
const date = { type: Date } as const
const count = { type: Number, required: true } as const

export const conversationSchema = defineSchema<ConversationDocument>('conversations', {
  tenantId: { type: String, required: true },
  threadId: id,
  contactId: id,
  contactName: { type: String, required: true },
  contactAvatar: { type: String },
  channelId: id,
  channelName: { type: String, required: true },
  queueId: id,
  state: { type: String, required: true },
  isOpen: { type: Boolean },
  assigneeId: { type: Types.ObjectId },
  assigneeName: { type: String },
  assigneeAvatar: { type: String },
  slot: { type: Number },
  claimToken: { type: String, required: true },
  startedAt: { type: Date, required: true },
  waitingSince: date,
  assignedAt: date,
  endedAt: date,
  endReason: { type: String },
  assigningSince: date,
  endingSince: date,
  isUncounted: { type: Boolean },
  counted: { type: Object },
  countedIn: { type: Number },
  // Kept for whoever asks why; as large as there are agents, so nothing else reads it.
  decision: { type: Object, select: false },
  tagIds: { type: [Types.ObjectId], default: undefined },
  lastSeq: count,
  lastMessage: { type: Object },
  contactCount: count,
  contactCountBefore: count,
  awaitingReplySince: date,
  version: count,
})

export const OPEN_INDEX = 'conversations_open'
export const SLOT_INDEX = 'conversations_slot'

// At most one open conversation per contact and channel (P7).
conversationSchema.index(
  { tenantId: 1, contactId: 1, channelId: 1 },
  { unique: true, name: OPEN_INDEX, partialFilterExpression: { isOpen: true } },
)
// One chat per slot, slots below the cap (P7); also which slots an agent has taken.
conversationSchema.index(
  { tenantId: 1, assigneeId: 1, slot: 1 },
  { unique: true, name: SLOT_INDEX, partialFilterExpression: { slot: { $exists: true } } },
)
// Mine, newest assignment first.
conversationSchema.index(
  { tenantId: 1, state: 1, assigneeId: 1, assignedAt: -1, _id: -1 },
  { name: 'conversations_mine' },
)
// Waiting, longest first: in the inbox, and per queue for handing out; and those of a queue that are silent.
conversationSchema.index({ tenantId: 1, state: 1, waitingSince: 1, _id: 1 }, { name: 'conversations_waiting' })
conversationSchema.index(
  { tenantId: 1, queueId: 1, state: 1, waitingSince: 1, _id: 1 },
  { name: 'conversations_queue' },
)
// All that are open, newest first.
conversationSchema.index({ tenantId: 1, isOpen: 1, startedAt: -1, _id: -1 }, { name: 'conversations_all' })
// The same for those who see some queues and their own alone: waiting in a queue is by conversations_queue.
conversationSchema.index(
  { tenantId: 1, queueId: 1, isOpen: 1, startedAt: -1, _id: -1 },
  { name: 'conversations_all_of_queue' },
)
conversationSchema.index(
  { tenantId: 1, assigneeId: 1, isOpen: 1, startedAt: -1, _id: -1 },
  { name: 'conversations_all_of_assignee' },
)
conversationSchema.index(
  { tenantId: 1, queueId: 1, state: 1, endedAt: -1, _id: -1 },
  { name: 'conversations_ended_of_queue' },
)
conversationSchema.index(
  { tenantId: 1, assigneeId: 1, state: 1, endedAt: -1, _id: -1 },
  { name: 'conversations_ended_of_assignee' },
)
// Ended, newest end first.
conversationSchema.index({ tenantId: 1, state: 1, endedAt: -1, _id: -1 }, { name: 'conversations_ended' })
// The newest conversation of a thread.
conversationSchema.index({ tenantId: 1, threadId: 1, startedAt: -1 }, { name: 'conversations_thread' })
// All of a contact's, newest first.
conversationSchema.index({ tenantId: 1, contactId: 1, startedAt: -1 }, { name: 'conversations_contact' })
// Those that carry a tag, newest first.
conversationSchema.index({ tenantId: 1, tagIds: 1, startedAt: -1, _id: -1 }, { name: 'conversations_tag' })
// The same two tabs with a filter by channel, and ended ones by tag: the other filters have the indexes above.
conversationSchema.index(
  { tenantId: 1, channelId: 1, isOpen: 1, startedAt: -1, _id: -1 },
  { name: 'conversations_all_of_channel' },
)
conversationSchema.index(
  { tenantId: 1, channelId: 1, state: 1, endedAt: -1, _id: -1 },
  { name: 'conversations_ended_of_channel' },
)
conversationSchema.index(
  { tenantId: 1, tagIds: 1, state: 1, endedAt: -1, _id: -1 },
  { name: 'conversations_ended_of_tag' },
)
// What a crash left half done: each holds only what is in the middle of it.
conversationSchema.index(
  { startedAt: 1 },
  { name: 'conversations_beginning', partialFilterExpression: { state: 'beginning' } },
)
conversationSchema.index(
  { assigningSince: 1 },
  { name: 'conversations_assigning', partialFilterExpression: { assigningSince: { $exists: true } } },
)
conversationSchema.index(
  { endingSince: 1 },
  { name: 'conversations_ending', partialFilterExpression: { endingSince: { $exists: true } } },
)
// Those that the counts on the tabs do not know yet.
conversationSchema.index(
  { isUncounted: 1, tenantId: 1 },
  { name: 'conversations_uncounted', partialFilterExpression: { isUncounted: true } },
)
