import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A one-time link for choosing a password. Only the hash of its secret is kept. */
export interface StaffLinkDocument {
  _id: Types.ObjectId
  tenantId: string
  staffId: Types.ObjectId
  tokenHash: string
  purpose: 'invite' | 'reset'
  expiresAt: Date
}

export const staffLinkSchema = defineSchema<StaffLinkDocument>('staffLinks', {
  tenantId: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  tokenHash: { type: String, required: true },
  purpose: { type: String, required: true },
  expiresAt: { type: Date, required: true },
})

// Using one: its secret is what names the tenant.
staffLinkSchema.index({ tokenHash: 1 }, { unique: true, name: 'staffLinks_token' })
// One person has one at a time.
staffLinkSchema.index({ tenantId: 1, staffId: 1 }, { unique: true, name: 'staffLinks_staff' })
// Forgotten by the store once expired.
staffLinkSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0, name: 'staffLinks_expiry' })
