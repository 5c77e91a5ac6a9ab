import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A word of a tenant's list. `key` is the name without the difference of capitals. */
export interface TagDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  key: string
  version: number
}

export const tagSchema = defineSchema<TagDocument>('tags', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  key: { type: String, required: true },
  version: { type: Number, required: true },
})

export const TAG_NAME_INDEX = 'tags_name'

// The tenant's list; one name is one tag.
tagSchema.index({ tenantId: 1, key: 1 }, { unique: true, name: TAG_NAME_INDEX })
