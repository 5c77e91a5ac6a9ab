import type { Types } from 'mongoose'
import { defineSchema } from '../mongo/schema.js'

/** How often something was tried of late, as `rate-limiter-flexible` keeps it. */
interface AttemptDocument {
  _id: Types.ObjectId
  tenantId: string
  key: string
  points: number
  expire: Date
}

export const ATTEMPTS = 'attempts'

export const attemptSchema = defineSchema<AttemptDocument>(ATTEMPTS, {
  tenantId: { type: String, required: true },
  key: { type: String, required: true },
  points: { type: Number, required: true },
  expire: { type: Date, required: true },
})

// One counter for each subject.
attemptSchema.index({ tenantId: 1, key: 1 }, { unique: true, name: 'attempts_key' })
// Forgotten by the store once it counts no more.
attemptSchema.index({ expire: 1 }, { name: 'attempts_expire', expireAfterSeconds: 0 })
