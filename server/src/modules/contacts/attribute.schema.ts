import type { AttributeType } from '@parley/shared/contacts/attribute-values'
import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** What a tenant knows of its contacts: one attribute of its list. */
export interface AttributeDocument {
  _id: Types.ObjectId
  tenantId: string
  key: string
  name: string
  type: AttributeType
  choices: string[]
  version: number
}

export const attributeSchema = defineSchema<AttributeDocument>('contactAttributes', {
  tenantId: { type: String, required: true },
  key: { type: String, required: true },
  name: { type: String, required: true },
  type: { type: String, required: true },
  choices: { type: [String], required: true },
  version: { type: Number, required: true },
})

export const ATTRIBUTE_KEY_INDEX = 'contactAttributes_key'

// The tenant's list; one key is one attribute.
attributeSchema.index({ tenantId: 1, key: 1 }, { unique: true, name: ATTRIBUTE_KEY_INDEX })
