import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** Words that are sent often. `audience` is `staff:<id>`, `queue:<id>` or `tenant`. */
export interface QuickReplyDocument {
  _id: Types.ObjectId
  tenantId: string
  audience: string
  shortcut: string
  text: string
  version: number
}

export const quickReplySchema = defineSchema<QuickReplyDocument>('quickReplies', {
  tenantId: { type: String, required: true },
  audience: { type: String, required: true },
  shortcut: { type: String, required: true },
  text: { type: String, required: true },
  version: { type: Number, required: true },
})

export const SHORTCUT_INDEX = 'quickReplies_shortcut'

// What somebody has at hand; a shortcut means one thing for each audience.
quickReplySchema.index({ tenantId: 1, audience: 1, shortcut: 1 }, { unique: true, name: SHORTCUT_INDEX })
