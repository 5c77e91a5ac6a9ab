import { Inject, Singleton } from '@midwayjs/core'
import * as commands from '@parley/shared/organisation/organisation'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { CreateDepartmentOfTenant, DeleteDepartmentOfTenant, EditDepartmentOfTenant } from './departments.js'
import { GetOrganisationOfTenant } from './read-organisation.js'
import { CreateTeamOfTenant, DeleteTeamOfTenant, EditTeamOfTenant } from './teams.js'

/** Which use case answers which command about departments and teams. */
@Singleton()
export class OrganisationGateway {
  @Inject() private readonly getOrganisation!: GetOrganisationOfTenant
  @Inject() private readonly createDepartment!: CreateDepartmentOfTenant
  @Inject() private readonly editDepartment!: EditDepartmentOfTenant
  @Inject() private readonly deleteDepartment!: DeleteDepartmentOfTenant
  @Inject() private readonly createTeam!: CreateTeamOfTenant
  @Inject() private readonly editTeam!: EditTeamOfTenant
  @Inject() private readonly deleteTeam!: DeleteTeamOfTenant

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(commands.GetOrganisation, this.getOrganisation),
      handle(commands.CreateDepartment, this.createDepartment),
      handle(commands.EditDepartment, this.editDepartment),
      handle(commands.DeleteDepartment, this.deleteDepartment),
      handle(commands.CreateTeam, this.createTeam),
      handle(commands.EditTeam, this.editTeam),
      handle(commands.DeleteTeam, this.deleteTeam),
    ]
  }
}
