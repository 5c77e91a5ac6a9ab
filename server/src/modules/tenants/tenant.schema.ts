import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** An organisation whose data is apart from all others; its key is the `tenantId` of every document. */
export interface TenantDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  isSuspended: boolean
  createdAt: Date
  /** What made it, so that the same request once more is known. */
  clientTenantId?: string
}

export const tenantSchema = defineSchema<TenantDocument>('tenants', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  isSuspended: { type: Boolean, required: true },
  createdAt: { type: Date, required: true },
  clientTenantId: { type: String },
})

// Every handshake asks whether its tenant may be served.
tenantSchema.index({ tenantId: 1 }, { unique: true, name: 'tenants_key' })
