import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** Somebody who was named in a note. What it says is read where it stands, so that a recall reaches the list. */
export interface MentionDocument {
  _id: Types.ObjectId
  tenantId: string
  staffId: Types.ObjectId
  threadId: Types.ObjectId
  conversationId: Types.ObjectId
  seq: number
  createdAt: Date
  /** Absent once read: what the index of those stands on. */
  isUnread?: true
}

export const mentionSchema = defineSchema<MentionDocument>('mentions', {
  tenantId: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  threadId: { type: Types.ObjectId, required: true },
  conversationId: { type: Types.ObjectId, required: true },
  seq: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  isUnread: { type: Boolean },
})

export const MENTION_INDEX = 'mentions_note'

// One for each note and person, however often the note is sent.
mentionSchema.index({ tenantId: 1, staffId: 1, threadId: 1, seq: 1 }, { unique: true, name: MENTION_INDEX })
// A person's, the newest first.
mentionSchema.index({ tenantId: 1, staffId: 1, createdAt: -1 }, { name: 'mentions_newest' })
// A person's unread ones, of a thread or all.
mentionSchema.index(
  { tenantId: 1, staffId: 1, isUnread: 1, threadId: 1 },
  { name: 'mentions_unread', partialFilterExpression: { isUnread: true } },
)
