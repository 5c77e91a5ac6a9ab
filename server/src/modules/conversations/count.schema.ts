import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'
import type { CountPlace } from './conversation.schema.js'

/** How many conversations of a queue, or of one assignee in it, stand where. */
export interface CountDocument {
  tenantId: string
  queueId: Types.ObjectId
  /** Null for all of the queue. */
  assigneeId: Types.ObjectId | null
  waiting: number
  assigned: number
  ended: number
  /** The last batch that changed it: none is taken in twice. */
  batch: number
}

/** One conversation that counts elsewhere from now on; from null when it did not count before. */
export interface CountMove {
  conversationId: Types.ObjectId
  from: CountPlace | null
  to: CountPlace
}

/** The moves of a tenant that are under way, written down before anything follows them. */
export interface CountBatchDocument {
  tenantId: string
  batch: number
  /** Empty once everything has followed. */
  moves: CountMove[]
  /** Every row is made anew from what the conversations say. */
  isRebuild: boolean
  rebuiltAt: Date
}

const count = { type: Number, required: true } as const

export const countSchema = defineSchema<CountDocument>('inboxCounts', {
  tenantId: { type: String, required: true },
  queueId: { type: Types.ObjectId, required: true },
  assigneeId: { type: Types.ObjectId },
  waiting: count,
  assigned: count,
  ended: count,
  batch: count,
})

export const countBatchSchema = defineSchema<CountBatchDocument>('inboxCountBatches', {
  tenantId: { type: String, required: true },
  batch: count,
  moves: { type: [Object], required: true },
  isRebuild: { type: Boolean, required: true },
  rebuiltAt: { type: Date, required: true },
})

export const COUNT_INDEX = 'inboxCounts_row'
export const COUNT_BATCH_INDEX = 'inboxCountBatches_tenant'

// One row per assignee and queue, and one per queue; those of an assignee, and of all queues (assignee null).
countSchema.index({ tenantId: 1, assigneeId: 1, queueId: 1 }, { unique: true, name: COUNT_INDEX })
// One batch at a time.
countBatchSchema.index({ tenantId: 1 }, { unique: true, name: COUNT_BATCH_INDEX })
// Whose counts were not made anew for long.
countBatchSchema.index({ rebuiltAt: 1 }, { name: 'inboxCountBatches_rebuilt' })
