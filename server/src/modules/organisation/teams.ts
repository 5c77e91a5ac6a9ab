import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { TeamRepository } from './team.repository.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

/** @throws ParleyError `not_found` when somebody named is not on the staff */
async function requireStaff(accounts: StaffAccountRepository, tenantId: string, ids: string[]): Promise<void> {
  const known = new Set((await accounts.list(tenantId)).map(({ id }) => id))
  if (!ids.every((id) => known.has(id))) throw new ParleyError('not_found')
}

@Singleton()
export class CreateTeamOfTenant {
  @Inject()
  private readonly teams!: TeamRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, input: Input<'organisation:createTeam'>): Output<'organisation:createTeam'> {
    await requireStaff(this.accounts, caller.tenantId, input.memberIds)
    const team = await this.teams.add(caller.tenantId, input)
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'team', id: team.id, name: team.name },
      details: { change: 'created', purpose: team.purpose },
    })
    return { team }
  }
}

@Singleton()
export class EditTeamOfTenant {
  @Inject()
  private readonly teams!: TeamRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(
    caller: StaffPrincipal,
    { teamId, version, ...change }: Input<'organisation:editTeam'>,
  ): Output<'organisation:editTeam'> {
    if (change.memberIds !== undefined) await requireStaff(this.accounts, caller.tenantId, change.memberIds)
    const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const team = await this.teams.edit({ tenantId: caller.tenantId, id: teamId, version }, present)
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'team', id: team.id, name: team.name },
      details: { change: 'edited', fields: Object.keys(present) },
    })
    return { team }
  }
}

@Singleton()
export class DeleteTeamOfTenant {
  @Inject()
  private readonly teams!: TeamRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { teamId }: Input<'organisation:deleteTeam'>): Output<'organisation:deleteTeam'> {
    const team = await this.teams.remove(caller.tenantId, teamId)
    if (team === null) throw new ParleyError('not_found')
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'team', id: teamId, name: team.name },
      details: { change: 'deleted' },
    })
    return {}
  }
}
