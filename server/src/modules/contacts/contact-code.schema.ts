import { defineSchema } from '../../platform/mongo/schema.js'

/** A one-time code of a link to a channel's page. Only its hash is kept, with what it stands for. */
export interface ContactCodeDocument {
  _id: string
  tenantId: string
  channelId: string
  /** The host's word as it came: encrypted by a key of the channel. */
  identity: string
  expiresAt: Date
}

export const contactCodeSchema = defineSchema<ContactCodeDocument>('contactCodes', {
  _id: { type: String, required: true },
  tenantId: { type: String, required: true },
  channelId: { type: String, required: true },
  identity: { type: String, required: true },
  expiresAt: { type: Date, required: true },
})

// Forgotten by the store once expired. Using one goes by its _id.
contactCodeSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0, name: 'contactCodes_expiry' })
