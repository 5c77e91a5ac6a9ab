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
  lastSeenAt?: Date
  /** From where it was begun, and what the browser calls itself. */
  address?: string
  client?: string
}

export const staffSessionSchema = defineSchema<StaffSessionDocument>('staffSessions', {
  tenantId: { type: String, required: true },
  tokenHash: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  lastSeenAt: { type: Date },
  address: { type: String },
  client: { type: String },
})

// Every request and handshake; the token alone names the tenant.
staffSessionSchema.index({ tokenHash: 1 }, { unique: true, name: 'staffSessions_token' })
// One person's browsers: their list, and ending them.
staffSessionSchema.index({ tenantId: 1, staffId: 1, createdAt: -1 }, { name: 'staffSessions_staff' })
// Forgotten by the store once expired.
staffSessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0, name: 'staffSessions_expiry' })
