import { Inject, Singleton } from '@midwayjs/core'
import * as avatars from '@parley/shared/accounts/avatar'
import * as staff from '@parley/shared/accounts/management'
import * as roles from '@parley/shared/accounts/roles'
import * as audit from '@parley/shared/audit/audit'
import * as tenants from '@parley/shared/tenants/tenants'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ImportStaffOfTenant } from './import-staff.js'
import * as managingRoles from './manage-roles.js'
import * as managingStaff from './manage-staff.js'
import * as managingTenants from './manage-tenants.js'
import { ListAuditOfTenant, VerifyAuditOfTenant } from './read-audit.js'
import * as readingStaff from './read-staff.js'
import { SetAvatarOfStaff, SetOwnAvatarOfStaff } from './set-avatar.js'

/** Which use case answers which command about managing people, roles, tenants, and reading the audit log. */
@Singleton()
export class AdminGateway {
  @Inject() private readonly listStaff!: readingStaff.ListStaffOfTenant
  @Inject() private readonly getStaff!: readingStaff.GetStaffOfTenant
  @Inject() private readonly getProfile!: readingStaff.GetProfileOfStaff
  @Inject() private readonly editProfile!: readingStaff.EditProfileOfStaff
  @Inject() private readonly setOwnAvatar!: SetOwnAvatarOfStaff
  @Inject() private readonly setStaffAvatar!: SetAvatarOfStaff
  @Inject() private readonly createStaff!: managingStaff.CreateStaffOfTenant
  @Inject() private readonly editStaff!: managingStaff.EditStaffOfTenant
  @Inject() private readonly disableStaff!: managingStaff.DisableStaffOfTenant
  @Inject() private readonly enableStaff!: managingStaff.EnableStaffOfTenant
  @Inject() private readonly makeLink!: managingStaff.MakeLinkOfTenant
  @Inject() private readonly resetTotp!: managingStaff.ResetTotpOfTenant
  @Inject() private readonly importStaff!: ImportStaffOfTenant
  @Inject() private readonly listRoles!: managingRoles.ListRolesOfTenant
  @Inject() private readonly createRole!: managingRoles.CreateRoleOfTenant
  @Inject() private readonly editRole!: managingRoles.EditRoleOfTenant
  @Inject() private readonly deleteRole!: managingRoles.DeleteRoleOfTenant
  @Inject() private readonly listAudit!: ListAuditOfTenant
  @Inject() private readonly verifyAudit!: VerifyAuditOfTenant
  @Inject() private readonly listTenants!: managingTenants.ListTenantsOfInstallation
  @Inject() private readonly createTenant!: managingTenants.CreateTenantOfInstallation
  @Inject() private readonly renameTenant!: managingTenants.RenameTenantOfInstallation
  @Inject() private readonly suspendTenant!: managingTenants.SuspendTenantOfInstallation
  @Inject() private readonly resumeTenant!: managingTenants.ResumeTenantOfInstallation

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(staff.ListStaff, this.listStaff),
      handle(staff.GetStaff, this.getStaff),
      handle(staff.CreateStaff, this.createStaff),
      handle(staff.EditStaff, this.editStaff),
      handle(staff.DisableStaff, this.disableStaff),
      handle(staff.EnableStaff, this.enableStaff),
      handle(staff.MakeLink, this.makeLink),
      handle(staff.ResetTotp, this.resetTotp),
      handle(staff.ImportStaff, this.importStaff),
      handle(staff.GetProfile, this.getProfile),
      handle(staff.EditProfile, this.editProfile),
      handle(avatars.SetOwnAvatar, this.setOwnAvatar),
      handle(avatars.SetStaffAvatar, this.setStaffAvatar),
      handle(roles.ListRoles, this.listRoles),
      handle(roles.CreateRole, this.createRole),
      handle(roles.EditRole, this.editRole),
      handle(roles.DeleteRole, this.deleteRole),
      handle(audit.ListAudit, this.listAudit),
      handle(audit.VerifyAudit, this.verifyAudit),
      handle(tenants.ListTenants, this.listTenants),
      handle(tenants.CreateTenant, this.createTenant),
      handle(tenants.RenameTenant, this.renameTenant),
      handle(tenants.SuspendTenant, this.suspendTenant),
      handle(tenants.ResumeTenant, this.resumeTenant),
    ]
  }
}
