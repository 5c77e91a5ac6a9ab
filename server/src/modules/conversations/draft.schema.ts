import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** What somebody wrote and did not send. */
export interface DraftDocument {
  _id: Types.ObjectId
  tenantId: string
  staffId: Types.ObjectId
  conversationId: Types.ObjectId
  mode: 'reply' | 'note'
  text: string
  writtenAt: Date
}

export const draftSchema = defineSchema<DraftDocument>('drafts', {
  tenantId: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  conversationId: { type: Types.ObjectId, required: true },
  mode: { type: String, required: true },
  text: { type: String, required: true },
  writtenAt: { type: Date, required: true },
})

export const DRAFT_INDEX = 'drafts_writer'

// One draft per writer, conversation and mode.
draftSchema.index({ tenantId: 1, staffId: 1, conversationId: 1, mode: 1 }, { unique: true, name: DRAFT_INDEX })
// A writer's drafts, the newest first.
draftSchema.index({ tenantId: 1, staffId: 1, writtenAt: -1 }, { name: 'drafts_newest' })
