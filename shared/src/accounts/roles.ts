import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { BuiltInRole, Grants } from './permissions.js'
import { RoleKey } from './staff.js'

/** A role as the table of permissions shows it. */
export const RoleDefinition = z.strictObject({
  key: RoleKey,
  /** Null for a built-in one: clients word it. */
  name: z.string().nullable(),
  grants: Grants,
  /** The admin's rights are fixed; everything else may be edited (A6). */
  isEditable: z.boolean(),
  isBuiltIn: z.boolean(),
  memberCount: z.int().nonnegative(),
  version: z.int().nonnegative(),
})
export type RoleDefinition = z.infer<typeof RoleDefinition>

const Name = z.string().trim().min(1).max(40)

export const ListRoles = command({
  name: 'accounts:listRoles',
  permission: 'staff.read',
  input: z.strictObject({}),
  output: z.strictObject({ roles: z.array(RoleDefinition) }),
})

/** `name_taken`; `forbidden` for rights that the maker does not have. */
export const CreateRole = command({
  name: 'accounts:createRole',
  permission: 'roles.manage',
  input: z.strictObject({ name: Name, grants: Grants }),
  output: z.strictObject({ role: RoleDefinition }),
})

/** Reaches everybody who has the role within two seconds. The version of a built-in role that was never edited is 0. */
export const EditRole = command({
  name: 'accounts:editRole',
  permission: 'roles.manage',
  input: z.strictObject({
    key: z.union([BuiltInRole, Id]),
    version: z.int().nonnegative(),
    name: Name.optional(),
    grants: Grants.optional(),
  }),
  output: z.strictObject({ role: RoleDefinition }),
})

/** One of the tenant's own; `in_use` while somebody has it. */
export const DeleteRole = command({
  name: 'accounts:deleteRole',
  permission: 'roles.manage',
  input: z.strictObject({ key: Id }),
  output: z.strictObject({}),
})
