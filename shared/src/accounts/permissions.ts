import { z } from 'zod'
import { PERMISSION_SCOPES, SCOPES } from './permission-scopes.js'

/** How far a permission reaches; the table itself stands apart from the schemas, for clients that draw it. */
export const Scope = z.enum(SCOPES)
export type Scope = z.infer<typeof Scope>

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
    'attachments.upload': 'own',
    'conversations.end': 'all',
    'conversations.tag': 'all',
    'tags.manage': 'all',
    'contacts.read': 'all',
    'contacts.edit': 'all',
    'contacts.define': 'all',
    'contacts.block': 'all',
    'contacts.revokeTokens': 'all',
    'conversations.transfer': 'all',
    'conversations.force': 'all',
    'quickReplies.read': 'all',
    'quickReplies.manage': 'all',
    'conversations.assign': 'all',
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
    'attachments.upload': 'own',
    'conversations.end': 'all',
    'conversations.tag': 'all',
    'tags.manage': 'all',
    'contacts.read': 'all',
    'contacts.edit': 'all',
    'contacts.define': 'all',
    'contacts.block': 'all',
    'contacts.revokeTokens': 'all',
    'conversations.transfer': 'all',
    'conversations.force': 'all',
    'quickReplies.read': 'all',
    'quickReplies.manage': 'all',
    'conversations.assign': 'all',
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
    'attachments.upload': 'own',
    'conversations.end': 'queue',
    'conversations.tag': 'queue',
    'contacts.read': 'queue',
    'contacts.edit': 'queue',
    'contacts.block': 'queue',
    'conversations.transfer': 'own',
    'quickReplies.read': 'all',
    'quickReplies.manage': 'own',
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
