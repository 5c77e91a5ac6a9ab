import { z } from 'zod'
import { Id } from '../kernel/ids.js'

export const Role = z.enum(['admin', 'supervisor', 'agent'])
export type Role = z.infer<typeof Role>

export const StaffPermission = z.enum([
  'conversations.read',
  'conversations.reply',
  'conversations.note',
  'conversations.recall',
  'conversations.end',
  'presence.set',
])
export type StaffPermission = z.infer<typeof StaffPermission>

/** What each role may do. A supervisor manages and never takes chats (C5), so `conversations.reply` is the agent's alone. */
export const ROLE_PERMISSIONS: Record<Role, readonly StaffPermission[]> = {
  admin: ['conversations.read', 'conversations.note', 'conversations.recall', 'conversations.end', 'presence.set'],
  supervisor: ['conversations.read', 'conversations.note', 'conversations.recall', 'conversations.end', 'presence.set'],
  agent: [
    'conversations.read',
    'conversations.reply',
    'conversations.note',
    'conversations.recall',
    'conversations.end',
    'presence.set',
  ],
}

/** The union of what the roles of one person allow. */
export function permissionsOf(roles: readonly Role[]): Set<StaffPermission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]))
}

/** The signed-in member of staff, as their own console knows them. */
export const StaffProfile = z.strictObject({
  id: Id,
  login: z.string(),
  name: z.string(),
  roles: z.array(Role),
  /** Chats at once; assignment never goes above it (P7). */
  capacity: z.int().nonnegative(),
})
export type StaffProfile = z.infer<typeof StaffProfile>

/** Body of `POST /api/v1/staff/session`. */
export const SignIn = z.strictObject({ login: z.string().min(1).max(200), password: z.string().min(1).max(200) })
export type SignIn = z.infer<typeof SignIn>
