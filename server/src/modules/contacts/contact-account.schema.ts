import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** What a contact signs in with, where a channel allows it. Who they are stands in their contact. */
export interface ContactAccountDocument {
  _id: Types.ObjectId
  tenantId: string
  channelId: Types.ObjectId
  login: string
  passwordHash: string
  contactId: Types.ObjectId
  /** Of a link that is under way; the link itself is kept nowhere. */
  resetHash?: string
  resetExpiresAt?: Date
  createdAt: Date
}

export const contactAccountSchema = defineSchema<ContactAccountDocument>('contactAccounts', {
  tenantId: { type: String, required: true },
  channelId: { type: Types.ObjectId, required: true },
  login: { type: String, required: true },
  passwordHash: { type: String, required: true },
  contactId: { type: Types.ObjectId, required: true },
  resetHash: { type: String },
  resetExpiresAt: { type: Date },
  createdAt: { type: Date, required: true },
})

export const LOGIN_INDEX = 'contactAccounts_login'

// Signing in; nobody shares a login within a channel.
contactAccountSchema.index({ tenantId: 1, channelId: 1, login: 1 }, { unique: true, name: LOGIN_INDEX })
// The account of a contact, for a link.
contactAccountSchema.index({ tenantId: 1, contactId: 1 }, { name: 'contactAccounts_contact' })
// A link that is used.
contactAccountSchema.index(
  { tenantId: 1, resetHash: 1 },
  { name: 'contactAccounts_reset', partialFilterExpression: { resetHash: { $exists: true } } },
)
