import { z } from 'zod'
import { command } from '../kernel/command.js'
import { ClientMessageId, Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { Login, OneTimeLink } from './credentials.js'
import { AvatarAddress, CAPACITY_MAX, Language, RoleKey } from './staff.js'

const Name = z.string().trim().min(1).max(40)
const Roles = z.array(RoleKey).max(20)
const Capacity = z.int().nonnegative().max(CAPACITY_MAX)
const Contact = {
  email: z.email().max(200).nullable(),
  mobile: z
    .string()
    .trim()
    .regex(/^\+?[\d -]{3,24}$/)
    .nullable(),
  initials: z.string().trim().min(1).max(3).nullable(),
  language: Language.nullable(),
}
const Place = { departmentId: Id.nullable(), superiorId: Id.nullable(), queueIds: z.array(Id).max(200) }

/** A member of staff as those who manage them see them. */
export const StaffAccount = z.strictObject({
  id: Id,
  login: z.string(),
  name: z.string(),
  roles: z.array(RoleKey),
  capacity: z.int(),
  email: z.string().nullable(),
  mobile: z.string().nullable(),
  initials: z.string().nullable(),
  avatar: AvatarAddress,
  language: Language.nullable(),
  departmentId: Id.nullable(),
  superiorId: Id.nullable(),
  queueIds: z.array(Id),
  /** `invited` until they have chosen a password. */
  state: z.enum(['active', 'invited', 'disabled']),
  hasTotp: z.boolean(),
  lastSignInAt: Instant.nullable(),
  createdAt: Instant,
  /** Goes into the next edit, so that two who edit at once do not overwrite each other. */
  version: z.int(),
})
export type StaffAccount = z.infer<typeof StaffAccount>

/** By login, 100 at a time; `search` finds in login and name. */
export const ListStaff = command({
  name: 'accounts:listStaff',
  permission: 'staff.read',
  input: z.strictObject({
    cursor: z.string().max(200).optional(),
    search: z.string().trim().min(1).max(40).optional(),
  }),
  output: z.strictObject({ staff: z.array(StaffAccount), next: z.string().nullable() }),
})

export const GetStaff = command({
  name: 'accounts:getStaff',
  permission: 'staff.read',
  input: z.strictObject({ staffId: Id }),
  output: z.strictObject({ staff: StaffAccount }),
})

/**
 * Without a password the account waits for its owner: the answer carries the link to hand over. Who has not heard the answer asks
 * again with the same `clientStaffId`, and gets a link for the account that there is. `login_taken`
 */
export const CreateStaff = command({
  name: 'accounts:createStaff',
  permission: 'staff.manage',
  input: z.strictObject({
    clientStaffId: ClientMessageId.optional(),
    login: Login,
    name: Name,
    roles: Roles,
    capacity: Capacity.optional(),
    email: Contact.email.optional(),
    mobile: Contact.mobile.optional(),
    initials: Contact.initials.optional(),
    language: Contact.language.optional(),
    departmentId: Place.departmentId.optional(),
    superiorId: Place.superiorId.optional(),
    queueIds: Place.queueIds.optional(),
  }),
  output: z.strictObject({ staff: StaffAccount, link: OneTimeLink }),
})

/** What is absent stays. `handedBack`: open chats that wait again because they may not have any more. */
export const EditStaff = command({
  name: 'accounts:editStaff',
  permission: 'staff.manage',
  input: z.strictObject({
    staffId: Id,
    version: z.int().nonnegative(),
    name: Name.optional(),
    roles: Roles.optional(),
    capacity: Capacity.optional(),
    email: Contact.email.optional(),
    mobile: Contact.mobile.optional(),
    initials: Contact.initials.optional(),
    language: Contact.language.optional(),
    departmentId: Place.departmentId.optional(),
    superiorId: Place.superiorId.optional(),
    queueIds: Place.queueIds.optional(),
  }),
  output: z.strictObject({ staff: StaffAccount, handedBack: z.int().nonnegative() }),
})

/** All their sessions are cut, their open chats wait again. */
export const DisableStaff = command({
  name: 'accounts:disableStaff',
  permission: 'staff.manage',
  input: z.strictObject({ staffId: Id }),
  output: z.strictObject({ staff: StaffAccount, handedBack: z.int().nonnegative() }),
})

export const EnableStaff = command({
  name: 'accounts:enableStaff',
  permission: 'staff.manage',
  input: z.strictObject({ staffId: Id }),
  output: z.strictObject({ staff: StaffAccount }),
})

/** A link for choosing a password: an invitation until they have one, a reset after. Earlier links stop working. */
export const MakeLink = command({
  name: 'accounts:makeLink',
  permission: 'staff.manage',
  input: z.strictObject({ staffId: Id }),
  output: z.strictObject({ link: OneTimeLink }),
})

/** For somebody who has lost their second step. */
export const ResetTotp = command({
  name: 'accounts:resetTotp',
  permission: 'staff.manage',
  input: z.strictObject({ staffId: Id }),
  output: z.strictObject({ staff: StaffAccount }),
})

/** The columns of an import, in any order; `login` and `name` are required, lists are separated by `;`. */
export const IMPORT_COLUMNS = [
  'login',
  'name',
  'roles',
  'capacity',
  'email',
  'mobile',
  'language',
  'department',
  'superior',
  'queues',
  'teams',
] as const
export const IMPORT_MAX_CHARACTERS = 48 * 1024

/** One line of the table, and what became of it. */
export const ImportedRow = z.strictObject({
  /** 1 is the first line under the head. */
  row: z.int().positive(),
  login: z.string(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
  issues: z.array(z.strictObject({ column: z.string(), code: z.string() })),
  link: OneTimeLink.nullable(),
})
export type ImportedRow = z.infer<typeof ImportedRow>

/** Takes people in from a table; `check` says what would happen and writes nothing. Departments and teams that are missing are made. */
export const ImportStaff = command({
  name: 'accounts:importStaff',
  permission: 'staff.manage',
  input: z.strictObject({ csv: z.string().min(1).max(IMPORT_MAX_CHARACTERS), mode: z.enum(['check', 'apply']) }),
  output: z.strictObject({ rows: z.array(ImportedRow) }),
})

/** One's own account; of the rest of it others decide. */
export const GetProfile = command({
  name: 'accounts:getProfile',
  permission: 'profile.own',
  input: z.strictObject({}),
  output: z.strictObject({ staff: StaffAccount, recoveryCodesLeft: z.int().nonnegative() }),
})

export const EditProfile = command({
  name: 'accounts:editProfile',
  permission: 'profile.own',
  input: z.strictObject({
    version: z.int().nonnegative(),
    name: Name.optional(),
    email: Contact.email.optional(),
    mobile: Contact.mobile.optional(),
    initials: Contact.initials.optional(),
    language: Contact.language.optional(),
  }),
  output: z.strictObject({ staff: StaffAccount }),
})
