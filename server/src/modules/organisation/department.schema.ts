import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A department; who is in it stands on the accounts. */
export interface DepartmentDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  /** Null at the top. */
  parentId: Types.ObjectId | null
  version: number
}

export const departmentSchema = defineSchema<DepartmentDocument>('departments', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  parentId: { type: Types.ObjectId },
  version: { type: Number, required: true },
})

// The tree of a tenant; names are unique among siblings.
departmentSchema.index({ tenantId: 1, parentId: 1, name: 1 }, { unique: true, name: 'departments_name' })
