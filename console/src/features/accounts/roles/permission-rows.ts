import { PERMISSION_SCOPES, SCOPES } from '@parley/shared/accounts/permission-scopes'
import type { Grants, StaffPermission } from '@parley/shared/accounts/permissions'

/** How far a right can reach in the table: not at all, or one of the scopes. */
export const REACHES = ['none', ...SCOPES] as const
export type Reach = (typeof REACHES)[number]

export interface PermissionRow {
  permission: StaffPermission
  /** What can be chosen for it; `none` always can, unless it belongs to everybody. */
  possible: readonly Reach[]
}

/** Everybody has these, and nobody can be without; a table that lists them would only be longer. */
const EVERYBODYS: readonly string[] = ['presence.read', 'presence.set', 'profile.own']

/** What comes with a built-in role itself and that no role can be given. */
const TIED: readonly string[] = ['conversations.reply', 'tenants.manage']

/** The rights by what they are about, in the order of the list of all rights. */
export function permissionGroups(): { subject: string; rows: PermissionRow[] }[] {
  const groups = new Map<string, PermissionRow[]>()
  for (const [name, scopes] of Object.entries(PERMISSION_SCOPES)) {
    if (EVERYBODYS.includes(name)) continue
    const subject = name.slice(0, name.indexOf('.'))
    const rows = groups.get(subject) ?? []
    rows.push({ permission: name as StaffPermission, possible: TIED.includes(name) ? [] : ['none', ...scopes] })
    groups.set(subject, rows)
  }
  return [...groups].map(([subject, rows]) => ({ subject, rows }))
}

export const reachOf = (grants: Grants, permission: StaffPermission): Reach => grants[permission] ?? 'none'

/** The rights with one of them changed. */
export function withReach(grants: Grants, permission: StaffPermission, reach: Reach): Grants {
  const rest = Object.fromEntries(Object.entries(grants).filter(([name]) => name !== permission)) as Grants
  return reach === 'none' ? rest : { ...rest, [permission]: reach }
}
