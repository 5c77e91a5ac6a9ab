import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A log that never ends: one per contact and channel. What stands in it is told by its entries. */
export interface ThreadDocument {
  _id: Types.ObjectId
  tenantId: string
  contactId: Types.ObjectId
  contactName: string
  channelId: Types.ObjectId
  channelName: string
  queueId: Types.ObjectId
  createdAt: Date
}

export const threadSchema = defineSchema<ThreadDocument>('threads', {
  tenantId: { type: String, required: true },
  contactId: { type: Types.ObjectId, required: true },
  contactName: { type: String, required: true },
  channelId: { type: Types.ObjectId, required: true },
  channelName: { type: String, required: true },
  queueId: { type: Types.ObjectId, required: true },
  createdAt: { type: Date, required: true },
})

export const THREAD_OF_CONTACT_INDEX = 'threads_contact'

// A contact's thread in a channel; there is one.
threadSchema.index({ tenantId: 1, contactId: 1, channelId: 1 }, { unique: true, name: THREAD_OF_CONTACT_INDEX })
