import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPermission } from '@parley/shared/accounts/permissions'
import type { SignedIn } from '@parley/shared/accounts/staff'
import { Tenants } from '../tenants/index.js'
import { staffProfile, StaffRights } from './staff-principal.js'
import type { StaffMember } from './staff.repository.js'

/** What a console is told of whoever is signed in there. */
@Singleton()
export class DescribeSignedIn {
  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly tenants!: Tenants

  async run(member: StaffMember): Promise<SignedIn> {
    const [grants, tenant] = await Promise.all([this.rights.of(member), this.tenants.shown(member.tenantId)])
    const permissions = Object.keys(grants) as StaffPermission[]
    const { status, statusNote } = member
    return { staff: staffProfile(member), permissions, grants, status, statusNote, tenant }
  }
}
