import { z } from 'zod'
import { Id } from '../kernel/ids.js'
import { PresenceStatus } from '../presence/presence.js'
import { BuiltInRole, Grants, StaffPermission } from './permissions.js'

/** A built-in role by its name, or one of the tenant's own by its id. */
export const RoleKey = z.union([BuiltInRole, Id])
export type RoleKey = z.infer<typeof RoleKey>

export const Language = z.enum(['zh-CN', 'en'])
export type Language = z.infer<typeof Language>

/** Chats at once that one person can be given at most. */
export const CAPACITY_MAX = 100

/** Where a person's picture is, to which a slash and one of `AVATAR_SIDES` is added; null where there is none: initials are drawn then. */
export const AvatarAddress = z.string().nullable()

/** The signed-in member of staff, as their own console knows them. */
export const StaffProfile = z.strictObject({
  id: Id,
  login: z.string(),
  name: z.string(),
  roles: z.array(RoleKey),
  /** Chats at once; assignment never goes above it (P7). */
  capacity: z.int().nonnegative(),
  /** What their picture shows until they have one: chosen, or made from the name by clients. */
  initials: z.string().nullable(),
  avatar: AvatarAddress,
  language: Language.nullable(),
  queueIds: z.array(Id),
})
export type StaffProfile = z.infer<typeof StaffProfile>

/** Body of `POST /api/v1/staff/session`. */
export const SignIn = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  /** Which tenant; asked for only where there are several. */
  tenant: z.string().min(1).max(40).optional(),
  /** Six digits, or a recovery code: after `code_required`. */
  code: z.string().min(6).max(20).optional(),
})
export type SignIn = z.infer<typeof SignIn>

/** The answer to signing in, and of `GET /api/v1/staff/session`. */
export const SignedIn = z.strictObject({
  staff: StaffProfile,
  permissions: z.array(StaffPermission),
  grants: Grants,
  status: PresenceStatus,
  statusNote: z.string().nullable(),
  /** Null while the installation has one tenant alone: nothing on screen speaks of tenants then. */
  tenant: z.strictObject({ key: z.string(), name: z.string() }).nullable(),
})
export type SignedIn = z.infer<typeof SignedIn>

/** The answer of `GET /api/v1/staff/sign-in-form`: what the page has to ask for. */
export const SignInForm = z.strictObject({ asksForTenant: z.boolean() })
export type SignInForm = z.infer<typeof SignInForm>
