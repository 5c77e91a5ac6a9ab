import type { Silence } from '@parley/shared/routing/queues'
import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** Where conversations wait for agents. A tenant begins with one. */
export interface QueueDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  /** Absent on those of an earlier version: enabled. */
  isEnabled?: boolean
  /** Absent while conversations end by nobody's silence. */
  silence?: Silence | null
  version?: number
}

export const queueSchema = defineSchema<QueueDocument>('queues', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  isEnabled: { type: Boolean },
  silence: { type: Object },
  version: { type: Number },
})

// The queues of a tenant; names are unique within it.
queueSchema.index({ tenantId: 1, name: 1 }, { unique: true, name: 'queues_name' })
