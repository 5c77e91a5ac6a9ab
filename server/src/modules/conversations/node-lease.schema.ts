import { defineSchema } from '../../platform/mongo/schema.js'

/** A node's word that it is alive, and when it last wrote to a log. */
export interface NodeLeaseDocument {
  _id: string
  lastWriteAt: Date
  expiresAt: Date
}

export const nodeLeaseSchema = defineSchema<NodeLeaseDocument>('nodeLeases', {
  _id: { type: String, required: true },
  lastWriteAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
})

// Those that are over.
nodeLeaseSchema.index({ expiresAt: 1 }, { name: 'nodeLeases_expiry' })
