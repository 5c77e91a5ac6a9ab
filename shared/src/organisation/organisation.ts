import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'

const Name = z.string().trim().min(1).max(40)

/** A department; names are unique among those under the same one. */
export const Department = z.strictObject({
  id: Id,
  name: z.string(),
  parentId: Id.nullable(),
  memberCount: z.int().nonnegative(),
  version: z.int().nonnegative(),
})
export type Department = z.infer<typeof Department>

/** What escalation looks for (T6): level one, level two, urgent. A purpose has one team at most; `none` any number. */
export const TeamPurpose = z.enum(['senior', 'technical', 'management', 'none'])
export type TeamPurpose = z.infer<typeof TeamPurpose>

export const Team = z.strictObject({
  id: Id,
  name: z.string(),
  purpose: TeamPurpose,
  memberIds: z.array(Id),
  version: z.int().nonnegative(),
})
export type Team = z.infer<typeof Team>

/** A person's place; superiors and departments are set with the account (`accounts:editStaff`). */
export const OrganisationMember = z.strictObject({
  staffId: Id,
  name: z.string(),
  departmentId: Id.nullable(),
  superiorId: Id.nullable(),
  isDisabled: z.boolean(),
})

export const GetOrganisation = command({
  name: 'organisation:getOrganisation',
  permission: 'organisation.read',
  input: z.strictObject({}),
  output: z.strictObject({
    departments: z.array(Department),
    teams: z.array(Team),
    members: z.array(OrganisationMember),
  }),
})

/** `name_taken` among siblings. */
export const CreateDepartment = command({
  name: 'organisation:createDepartment',
  permission: 'organisation.manage',
  input: z.strictObject({ name: Name, parentId: Id.nullable() }),
  output: z.strictObject({ department: Department }),
})

/** `bad_request` when it would come under itself. */
export const EditDepartment = command({
  name: 'organisation:editDepartment',
  permission: 'organisation.manage',
  input: z.strictObject({
    departmentId: Id,
    version: z.int().nonnegative(),
    name: Name.optional(),
    parentId: Id.nullable().optional(),
  }),
  output: z.strictObject({ department: Department }),
})

/** `in_use` while it has members or departments under it. */
export const DeleteDepartment = command({
  name: 'organisation:deleteDepartment',
  permission: 'organisation.manage',
  input: z.strictObject({ departmentId: Id }),
  output: z.strictObject({}),
})

const memberIds = z.array(Id).max(500)

export const CreateTeam = command({
  name: 'organisation:createTeam',
  permission: 'organisation.manage',
  input: z.strictObject({ name: Name, purpose: TeamPurpose, memberIds }),
  output: z.strictObject({ team: Team }),
})

export const EditTeam = command({
  name: 'organisation:editTeam',
  permission: 'organisation.manage',
  input: z.strictObject({
    teamId: Id,
    version: z.int().nonnegative(),
    name: Name.optional(),
    purpose: TeamPurpose.optional(),
    memberIds: memberIds.optional(),
  }),
  output: z.strictObject({ team: Team }),
})

export const DeleteTeam = command({
  name: 'organisation:deleteTeam',
  permission: 'organisation.manage',
  input: z.strictObject({ teamId: Id }),
  output: z.strictObject({}),
})
