import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import { StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { DepartmentRepository } from './department.repository.js'
import { departmentView } from './departments.js'
import { TeamRepository } from './team.repository.js'

/** The whole of it at once: a tree is only shown as one. */
@Singleton()
export class GetOrganisationOfTenant {
  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly teams!: TeamRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  async run({ tenantId }: StaffPrincipal): Promise<StaffCommands['organisation:getOrganisation']['output']> {
    const [departments, teams, staff] = await Promise.all([
      this.departments.list(tenantId),
      this.teams.list(tenantId),
      this.accounts.list(tenantId),
    ])
    const members = staff.map(({ id, name, departmentId, superiorId, state }) => ({
      staffId: id,
      name,
      departmentId,
      superiorId,
      isDisabled: state === 'disabled',
    }))
    return { departments: departments.map((each) => departmentView(each, staff)), teams, members }
  }
}
