import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A log that never ends: one per contact and channel. What stands in it is told by its entries. */
export interface ThreadDocument {
  _id: Types.ObjectId
  tenantId: string
  /** Whose it is now: a visitor's thread goes over to the known contact that they turn out to be. */
  contactId: Types.ObjectId
  /** Who began it, and under whose key the contact writes in it for ever. Absent in threads of before there was a difference. */
  founderId?: Types.ObjectId
  /** Since when the contact goes on in another thread; it is shown above that one, and nothing is written into it. */
  earlierSince?: Date
  contactName: string
  /** What the thread is found by: the words of the contact's name. */
  nameTokens?: string[]
  /** Absent in what an earlier version stored. */
  contactAvatar?: string | null
  channelId: Types.ObjectId
  channelName: string
  queueId: Types.ObjectId
  createdAt: Date
  /** Messages of staff so far, and how many of them the contact has read; absent in what an earlier version stored. */
  staffCount?: number
  readCount?: number
}

export const threadSchema = defineSchema<ThreadDocument>('threads', {
  tenantId: { type: String, required: true },
  contactId: { type: Types.ObjectId, required: true },
  founderId: { type: Types.ObjectId },
  earlierSince: { type: Date },
  contactName: { type: String, required: true },
  nameTokens: { type: [String], default: undefined },
  contactAvatar: { type: String },
  channelId: { type: Types.ObjectId, required: true },
  channelName: { type: String, required: true },
  queueId: { type: Types.ObjectId, required: true },
  createdAt: { type: Date, required: true },
  staffCount: { type: Number },
  readCount: { type: Number },
})

export const FOUNDER_INDEX = 'threads_founder'

// The thread that a contact began in a channel; there is one.
threadSchema.index(
  { tenantId: 1, founderId: 1, channelId: 1 },
  { unique: true, name: FOUNDER_INDEX, partialFilterExpression: { founderId: { $exists: true } } },
)
// The threads that a contact has.
threadSchema.index({ tenantId: 1, contactId: 1, channelId: 1 }, { name: 'threads_ofContact' })
// Those whose contact's name has a word.
threadSchema.index({ tenantId: 1, nameTokens: 1 }, { name: 'threads_names' })
