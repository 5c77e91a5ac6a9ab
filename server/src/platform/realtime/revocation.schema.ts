import type { Types } from 'mongoose'
import { defineSchema } from '../mongo/schema.js'

/** Word to every node that somebody's connections rest on rights that have changed. */
export interface RevocationDocument {
  _id: Types.ObjectId
  tenantId: string
  /** The principal's key; null for everybody of the tenant. */
  key: string | null
  /** The one session that has ended, else all of theirs. */
  sessionId: string | null
  /** The one session that goes on. */
  exceptSessionId: string | null
  at: Date
  /** The change is under way; whoever finds it so for long takes it that its process has died, and that it is stored. */
  isPending?: boolean
}

export const revocationSchema = defineSchema<RevocationDocument>('revocations', {
  tenantId: { type: String, required: true },
  key: { type: String },
  sessionId: { type: String },
  exceptSessionId: { type: String },
  at: { type: Date, required: true },
  isPending: { type: Boolean },
})

// What is new, each second on each node; forgotten by the store once every node has long seen it.
revocationSchema.index({ at: 1 }, { expireAfterSeconds: 600, name: 'revocations_at' })
