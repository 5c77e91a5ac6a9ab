import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** Which node hands out a queue at the moment, so that several do not do it out of order. */
export interface DispatchLeaseDocument {
  _id: Types.ObjectId
  tenantId: string
  queueId: string
  node: string
  /** Rises with each holder: what an earlier one still wants to do is recognised. */
  epoch: number
  until: Date
  /** Rises when another node wanted to hand out meanwhile: the holder then looks once more. */
  wanted: number
}

export const dispatchLeaseSchema = defineSchema<DispatchLeaseDocument>('dispatchLeases', {
  tenantId: { type: String, required: true },
  queueId: { type: String, required: true },
  node: { type: String, default: '' },
  epoch: { type: Number, required: true },
  until: { type: Date, required: true },
  wanted: { type: Number, required: true },
})

export const DISPATCH_LEASE_INDEX = 'dispatchLeases_queue'

// The lease of a queue: there is one.
dispatchLeaseSchema.index({ tenantId: 1, queueId: 1 }, { unique: true, name: DISPATCH_LEASE_INDEX })
