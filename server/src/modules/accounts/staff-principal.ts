import type { StaffPermission, StaffProfile } from '@parley/shared/accounts/staff'
import { permissionsOf } from '@parley/shared/accounts/staff'
import type { Principal } from '../../platform/principal.js'
import type { StaffMember } from './staff.repository.js'

/** A signed-in member of staff, as commands and routes see them. */
export interface StaffPrincipal extends Principal {
  staffId: string
  name: string
  permissions: ReadonlySet<StaffPermission>
}

export function staffPrincipal(member: StaffMember): StaffPrincipal {
  return {
    tenantId: member.tenantId,
    key: `staff:${member.id}`,
    staffId: member.id,
    name: member.name,
    permissions: permissionsOf(member.roles),
  }
}

/** What a member of staff is told about themself. */
export function staffProfile({ id, login, name, roles, capacity }: StaffMember): StaffProfile {
  return { id, login, name, roles, capacity }
}
