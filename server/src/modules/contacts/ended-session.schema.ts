import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A contact's session that its owner has ended, kept for as long as a token of it could still be shown. */
export interface EndedSessionDocument {
  _id: Types.ObjectId
  tenantId: string
  sessionId: string
  expiresAt: Date
}

export const endedSessionSchema = defineSchema<EndedSessionDocument>('endedContactSessions', {
  tenantId: { type: String, required: true },
  sessionId: { type: String, required: true },
  expiresAt: { type: Date, required: true },
})

// Whoever shows a session's token asks whether it has ended.
endedSessionSchema.index({ tenantId: 1, sessionId: 1 }, { unique: true, name: 'endedContactSessions_session' })
// Forgotten by the store once no token of it would be accepted anyhow.
endedSessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0, name: 'endedContactSessions_expiry' })
