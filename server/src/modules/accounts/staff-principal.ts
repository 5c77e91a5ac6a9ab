import { Inject, Singleton } from '@midwayjs/core'
import type { Grants, StaffPermission } from '@parley/shared/accounts/permissions'
import type { StaffProfile } from '@parley/shared/accounts/staff'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import type { Principal } from '../../platform/principal.js'
import { grantsOf } from './rights-policy.js'
import { RoleRepository } from './role.repository.js'
import type { Resolved } from './staff-sessions.js'
import type { StaffMember } from './staff.repository.js'

/** A signed-in member of staff, as commands and routes see them. */
export interface StaffPrincipal extends Principal {
  staffId: string
  name: string
  roles: readonly string[]
  permissions: ReadonlySet<StaffPermission>
  /** How far each permission reaches. */
  grants: Grants
  /** The queues that the scope `queue` means. */
  queueIds: readonly string[]
  sessionId: string
  /** From where they speak, for the audit log. */
  address: string
}

/** What members of staff may do, by the roles that they have and what their tenant has made of those. */
@Singleton()
export class StaffRights {
  @Inject()
  private readonly roles!: RoleRepository

  async of({ tenantId, roles }: { tenantId: string; roles: readonly string[] }): Promise<Grants> {
    const stored = await this.roles.find(tenantId, roles)
    return grantsOf(roles, stored, { allowed: tenantId === DEFAULT_TENANT_ID })
  }

  async principal({ member, sessionId, expiresAt }: Resolved, address: string): Promise<StaffPrincipal> {
    const grants = await this.of(member)
    return {
      tenantId: member.tenantId,
      key: `staff:${member.id}`,
      staffId: member.id,
      name: member.name,
      roles: member.roles,
      permissions: new Set(Object.keys(grants) as StaffPermission[]),
      grants,
      queueIds: member.queueIds,
      sessionId,
      expiresAt,
      address,
    }
  }
}

/** What a member of staff is told about themself. */
export function staffProfile(member: StaffMember): StaffProfile {
  const { id, login, name, roles, capacity, initials, avatar, language, queueIds } = member
  return { id, login, name, roles, capacity, initials, avatar, language, queueIds }
}
