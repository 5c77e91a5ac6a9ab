import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** What is agreed on before a tenant's first account exists: the id that it will have, and who may make it. */
export interface FirstAccountIdDocument {
  _id: Types.ObjectId
  tenantId: string
  accountId: string
  /** Hashes of the secrets that were printed at starts, each of which opens the set-up. */
  secretHashes: string[]
}

export const firstAccountIdSchema = defineSchema<FirstAccountIdDocument>('firstAccountIds', {
  tenantId: { type: String, required: true },
  accountId: { type: String, required: true },
  secretHashes: { type: [String], required: true },
})

// One for each tenant.
firstAccountIdSchema.index({ tenantId: 1 }, { unique: true, name: 'firstAccountIds_tenant' })
