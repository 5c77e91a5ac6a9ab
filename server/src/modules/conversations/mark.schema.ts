import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** How far one reader of a thread has read and received, in the numbers of both audiences. */
export interface MarkDocument {
  _id: Types.ObjectId
  tenantId: string
  threadId: Types.ObjectId
  /** `contact`, `staff:<id>` for each member, or `answering`: what the contact is shown of whoever answers. */
  readerKey: string
  readSeq: number
  readVisibleSeq: number
  /** The other side's messages up to there. */
  readCount: number
  deliveredSeq: number
  deliveredVisibleSeq: number
}

const count = { type: Number, required: true } as const

export const markSchema = defineSchema<MarkDocument>('marks', {
  tenantId: { type: String, required: true },
  threadId: { type: Types.ObjectId, required: true },
  readerKey: { type: String, required: true },
  readSeq: count,
  readVisibleSeq: count,
  readCount: count,
  deliveredSeq: count,
  deliveredVisibleSeq: count,
})

export const MARK_INDEX = 'marks_reader'

// The marks of a thread, and one reader's.
markSchema.index({ tenantId: 1, threadId: 1, readerKey: 1 }, { unique: true, name: MARK_INDEX })
