import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A way in for contacts, known by its key in the address. */
export interface ChannelDocument {
  _id: Types.ObjectId
  tenantId: string
  key: string
  name: string
  /** Where its conversations wait. */
  queueId: Types.ObjectId
}

export const channelSchema = defineSchema<ChannelDocument>('channels', {
  tenantId: { type: String, required: true },
  key: { type: String, required: true },
  name: { type: String, required: true },
  queueId: { type: Types.ObjectId, required: true },
})

// The key stands in public addresses without a tenant, so it is unique over all of them.
channelSchema.index({ key: 1 }, { unique: true, name: 'channels_key' })
