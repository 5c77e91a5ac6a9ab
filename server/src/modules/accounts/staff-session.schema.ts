import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A signed-in browser. Only the hash of its token is kept: who reads the store cannot sign in with it. */
export interface StaffSessionDocument {
  _id: Types.ObjectId
  tenantId: string
  tokenHash: string
  staffId: Types.ObjectId
  createdAt: Date
  expiresAt: Date
}

export const staffSessionSchema = defineSchema<StaffSessionDocument>('staffSessions', {
  tenantId: { type: String, required: true },
  tokenHash: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
})

// Every request and handshake; the token alone names the tenant.
staffSessionSchema.index({ tokenHash: 1 }, { unique: true, name: 'staffSessions_token' })
// Forgotten by the store once expired.
staffSessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0, name: 'staffSessions_expiry' })
