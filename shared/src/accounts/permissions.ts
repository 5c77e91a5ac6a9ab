import { z } from 'zod'

/** How far a permission reaches: what is assigned to oneself, what is in one's queues (or one's own), everything of the tenant. */
export const Scope = z.enum(['own', 'queue', 'all'])
export type Scope = z.infer<typeof Scope>

const PLAIN = ['all'] as const
const SCOPED = ['own', 'queue', 'all'] as const

/** Every named action of staff, with the scopes that it can be granted with. A command names one of these. */
export const PERMISSION_SCOPES = {
  'conversations.read': SCOPED,
  /** To be given chats and to answer them: the agent's alone (C5), so no role of a tenant's own can grant it. */
  'conversations.reply': ['own'],
  'conversations.note': SCOPED,
  'conversations.recall': ['own'],
  'conversations.end': SCOPED,
  'presence.read': PLAIN,
  'presence.set': PLAIN,
  /** One's own profile, sessions, password and second step. */
  'profile.own': ['own'],
  'staff.read': PLAIN,
  'staff.manage': PLAIN,
  'roles.manage': PLAIN,
  'organisation.read': PLAIN,
  'organisation.manage': PLAIN,
  'queues.read': PLAIN,
  'queues.manage': PLAIN,
  'channels.read': PLAIN,
  'channels.manage': PLAIN,
  'audit.read': PLAIN,
  'audit.export': PLAIN,
  'tenants.manage': PLAIN,
} as const satisfies Record<string, readonly Scope[]>

export const StaffPermission = z.enum(Object.keys(PERMISSION_SCOPES) as [keyof typeof PERMISSION_SCOPES])
export type StaffPermission = z.infer<typeof StaffPermission>

/** What a role allows: permission → how far it reaches. What is absent is not allowed. */
export const Grants = z.partialRecord(StaffPermission, Scope).refine(
  (grants) =>
    Object.entries(grants).every(([permission, scope]) => {
      const allowed: readonly Scope[] = PERMISSION_SCOPES[permission as StaffPermission]
      return allowed.includes(scope)
    }),
  { message: 'scope_impossible' },
)
export type Grants = z.infer<typeof Grants>

/** The roles that every tenant has; a tenant's own ones are named by their id. */
export const BuiltInRole = z.enum(['admin', 'supervisor', 'agent', 'handler'])
export type BuiltInRole = z.infer<typeof BuiltInRole>

/** Nobody can live without these, whatever their roles. */
export const BASIC_GRANTS: Grants = { 'profile.own': 'own', 'presence.read': 'all', 'presence.set': 'all' }

/** What comes with a role itself and cannot be edited away, nor granted by another role. */
export const TIED_TO_ROLE: Partial<Record<StaffPermission, BuiltInRole>> = {
  'conversations.reply': 'agent',
  'tenants.manage': 'admin',
}

/** What the built-in roles allow until a tenant edits them; the admin's are fixed (A6). */
export const DEFAULT_GRANTS: Record<BuiltInRole, Grants> = {
  admin: {
    'conversations.read': 'all',
    'conversations.note': 'all',
    'conversations.recall': 'own',
    'conversations.end': 'all',
    'staff.read': 'all',
    'staff.manage': 'all',
    'roles.manage': 'all',
    'organisation.read': 'all',
    'organisation.manage': 'all',
    'queues.read': 'all',
    'queues.manage': 'all',
    'channels.read': 'all',
    'channels.manage': 'all',
    'audit.read': 'all',
    'audit.export': 'all',
    'tenants.manage': 'all',
  },
  supervisor: {
    'conversations.read': 'all',
    'conversations.note': 'all',
    'conversations.recall': 'own',
    'conversations.end': 'all',
    'staff.read': 'all',
    'staff.manage': 'all',
    'organisation.read': 'all',
    'queues.read': 'all',
    'queues.manage': 'all',
    'channels.read': 'all',
  },
  agent: {
    'conversations.read': 'queue',
    'conversations.reply': 'own',
    'conversations.note': 'queue',
    'conversations.recall': 'own',
    'conversations.end': 'queue',
    'organisation.read': 'all',
    'queues.read': 'all',
  },
  handler: { 'organisation.read': 'all', 'queues.read': 'all' },
}

const REACH: Record<Scope, number> = { own: 1, queue: 2, all: 3 }

/** Whether one scope reaches at least as far as another. */
export const reachesAsFar = (scope: Scope | undefined, other: Scope): boolean =>
  scope !== undefined && REACH[scope] >= REACH[other]

/** What several roles allow together: of each permission the widest scope. */
export function joinGrants(grants: readonly Grants[]): Grants {
  const joined: Grants = {}
  for (const each of grants) {
    for (const [name, scope] of Object.entries(each)) {
      const permission = name as StaffPermission
      if (!reachesAsFar(joined[permission], scope)) joined[permission] = scope
    }
  }
  return joined
}
