import type { Scope, StaffPermission } from '@parley/shared/accounts/permissions'
import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A role of a tenant's own, or what a tenant has made of a built-in one. */
export interface RoleDocument {
  _id: Types.ObjectId
  tenantId: string
  /** `supervisor` … for a built-in one, its own id for the tenant's. */
  key: string
  /** Null for a built-in one. */
  name: string | null
  /** A list, because the names of permissions have dots. */
  grants: { permission: StaffPermission; scope: Scope }[]
  version: number
}

export const roleSchema = defineSchema<RoleDocument>('roles', {
  tenantId: { type: String, required: true },
  key: { type: String, required: true },
  name: { type: String },
  grants: { type: [Object], required: true } as never,
  version: { type: Number, required: true },
})

// The roles of a tenant, and those of one person.
roleSchema.index({ tenantId: 1, key: 1 }, { unique: true, name: 'roles_key' })
// Names of a tenant's own roles are unique.
roleSchema.index(
  { tenantId: 1, name: 1 },
  { unique: true, name: 'roles_name', partialFilterExpression: { name: { $type: 'string' } } },
)
