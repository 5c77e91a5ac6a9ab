import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** An organisation whose data is apart from all others; its key is the `tenantId` of every document. */
export interface TenantDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  isSuspended: boolean
  createdAt: Date
}

export const tenantSchema = defineSchema<TenantDocument>('tenants', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  isSuspended: { type: Boolean, required: true },
  createdAt: { type: Date, required: true },
})

// Every handshake asks whether its tenant may be served.
tenantSchema.index({ tenantId: 1 }, { unique: true, name: 'tenants_key' })
