import {
  BASIC_GRANTS,
  BuiltInRole,
  DEFAULT_GRANTS,
  joinGrants,
  reachesAsFar,
  TIED_TO_ROLE,
} from '@parley/shared/accounts/permissions'
import type { Grants, StaffPermission } from '@parley/shared/accounts/permissions'

/** A role as a tenant has edited or made it. */
export interface StoredGrants {
  key: string
  grants: Grants
}

export const isBuiltIn = (key: string): key is BuiltInRole => BuiltInRole.safeParse(key).success

/**
 * What one role allows: the admin's rights are fixed, the others' are the tenant's or the defaults; what is tied to a role
 * comes with that one and with no other. A role that is gone allows nothing.
 */
export function grantsOfRole(key: string, stored: StoredGrants | undefined): Grants {
  const defaults: Grants = isBuiltIn(key) ? DEFAULT_GRANTS[key] : {}
  if (key === 'admin') return defaults
  const chosen = Object.entries(stored?.grants ?? defaults).filter(([name]) => !isTied(name))
  const tied = Object.entries(defaults).filter(([name]) => isTied(name))
  return Object.fromEntries([...chosen, ...tied])
}

const isTied = (permission: string): boolean => permission in TIED_TO_ROLE

/** What somebody may do by all their roles. Only those who run the installation, in its first tenant, manage tenants. */
export function grantsOf(
  roles: readonly string[],
  stored: readonly StoredGrants[],
  managesTenants: { allowed: boolean },
): Grants {
  const own = roles.map((key) =>
    grantsOfRole(
      key,
      stored.find((each) => each.key === key),
    ),
  )
  const { 'tenants.manage': tenants, ...rest } = joinGrants([BASIC_GRANTS, ...own])
  return managesTenants.allowed && tenants !== undefined ? { ...rest, 'tenants.manage': tenants } : rest
}

/** Whether rights are within somebody's own: nobody hands out what they do not have. Taking chats is not a right over others. */
export function isWithin(grants: Grants, own: Grants): boolean {
  return Object.entries(grants).every(
    ([name, scope]) => name === 'conversations.reply' || reachesAsFar(own[name as StaffPermission], scope),
  )
}

/** A supervisor manages and can never be an assignee; an admin is one only if also an agent (C5). */
export const canBeAssignee = (roles: readonly string[]): boolean =>
  roles.includes('agent') && !roles.includes('supervisor')

/** Roles that nobody can have together. */
export const rolesContradict = (roles: readonly string[]): boolean =>
  roles.includes('supervisor') && roles.includes('agent')
