import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'
import type { EntryBody, LogEntry } from './log-entry.js'

/** An entry as stored: the log's row with its ids as the store keeps them. */
export interface EntryDocument extends Omit<
  LogEntry,
  'id' | 'threadId' | 'conversationId' | 'openConversationId' | 'isVisibleToContact' | 'body'
> {
  _id: Types.ObjectId
  threadId: Types.ObjectId
  conversationId: Types.ObjectId
  openConversationId: Types.ObjectId | null
  /** Present where true, so that the contact's index holds nothing else. */
  visibleToContact?: true
  /** A quote is stored as the place of what it quotes. */
  body: EntryBody extends infer Body ? (Body extends { quote?: unknown } ? StoredQuoting<Body> : Body) : never
}

type StoredQuoting<Body> = Omit<Body, 'quote'> & { quote?: { seq: number } }

export const entrySchema = defineSchema<EntryDocument>('entries', {
  tenantId: { type: String, required: true },
  threadId: { type: Types.ObjectId, required: true },
  conversationId: { type: Types.ObjectId, required: true },
  seq: { type: Number, required: true },
  visibleSeq: { type: Number, required: true },
  visibleToContact: { type: Boolean },
  senderKey: { type: String, required: true },
  clientMessageId: { type: String, required: true },
  author: { type: Object, required: true },
  body: { type: Object, required: true },
  contactCount: { type: Number, required: true },
  staffCount: { type: Number, required: true },
  lastContactSeq: { type: Number, required: true },
  openConversationId: { type: Types.ObjectId },
  awaitingReplySince: { type: Date },
  createdAt: { type: Date, required: true },
})

/** The names by which a write learns what it ran into. */
export const SEQ_INDEX = 'entries_seq'
export const VISIBLE_SEQ_INDEX = 'entries_visibleSeq'
export const CLIENT_MESSAGE_INDEX = 'entries_clientMessage'

// The order of a thread; history, sync and the last entry for staff.
entrySchema.index({ tenantId: 1, threadId: 1, seq: 1 }, { unique: true, name: SEQ_INDEX })
// The same for its contact.
entrySchema.index(
  { tenantId: 1, threadId: 1, visibleSeq: 1 },
  { unique: true, name: VISIBLE_SEQ_INDEX, partialFilterExpression: { visibleToContact: true } },
)
// A retry is the message that is already there (P2).
entrySchema.index(
  { tenantId: 1, threadId: 1, senderKey: 1, clientMessageId: 1 },
  { unique: true, name: CLIENT_MESSAGE_INDEX },
)
