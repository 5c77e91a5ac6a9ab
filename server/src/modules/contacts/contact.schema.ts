import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** Someone who writes to us. Anonymous visitors are stored with their first message, not before. */
export interface ContactDocument {
  _id: Types.ObjectId
  tenantId: string
  channelId: Types.ObjectId
  /** `#4821` for a visitor without a name: clients word it ("Visitor 4821"). */
  name: string
  createdAt: Date
}

export const contactSchema = defineSchema<ContactDocument>('contacts', {
  tenantId: { type: String, required: true },
  channelId: { type: Types.ObjectId, required: true },
  name: { type: String, required: true },
  createdAt: { type: Date, required: true },
})
