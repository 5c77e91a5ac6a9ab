import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Revocations } from '../../platform/realtime/revocations.js'
import { StaffAccountRepository, StaffLinks, StaffSessions } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { HandBackChats } from '../routing/index.js'
import { present, StaffManagement, subjectOf } from './staff-management.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

@Singleton()
export class CreateStaffOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly links!: StaffLinks

  /** @throws ParleyError `login_taken`, unless it was this very request that took it */
  async run(caller: StaffPrincipal, input: Input<'accounts:createStaff'>): Output<'accounts:createStaff'> {
    const { login, name, roles, ...rest } = input
    const { tenantId } = caller
    try {
      const staff = await this.management.create(caller, login, { ...present(rest), name, roles })
      return { staff, link: await this.links.make(tenantId, staff.id) }
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'login_taken' || rest.clientStaffId === undefined)
        throw error
      const made = await this.accounts.findMade(tenantId, login, rest.clientStaffId)
      if (made === null) throw error
      return { staff: made, link: await this.links.make(tenantId, made.id) }
    }
  }
}

@Singleton()
export class EditStaffOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  async run(
    caller: StaffPrincipal,
    { staffId, version, ...change }: Input<'accounts:editStaff'>,
  ): Output<'accounts:editStaff'> {
    const seen = await this.management.get(caller, staffId)
    if (seen.version !== version) throw new ParleyError('edit_conflict')
    return this.management.edit(caller, seen, present(change))
  }
}

@Singleton()
export class DisableStaffOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly handBackChats!: HandBackChats

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, input: Input<'accounts:disableStaff'>): Output<'accounts:disableStaff'> {
    await this.management.get(caller, input.staffId)
    const theirs = { tenantId: caller.tenantId, key: `staff:${input.staffId}` }
    return this.revocations.during([theirs], () => this.disable(caller, input))
  }

  /** The account first: whoever comes in, or is given a chat, after that is refused by it. */
  private async disable(
    caller: StaffPrincipal,
    { staffId }: Input<'accounts:disableStaff'>,
  ): Output<'accounts:disableStaff'> {
    const { tenantId } = caller
    const staff = await this.accounts.set(tenantId, staffId, { isDisabled: true })
    if (staff.roles.includes('admin')) {
      await this.management.keepAnAdmin(tenantId, () => this.accounts.set(tenantId, staffId, { isDisabled: false }))
    }
    const handedBack = await this.handBackChats.run(tenantId, staffId)
    await this.audit.record(caller, { action: 'staff.disabled', subject: subjectOf(staff), details: { handedBack } })
    await this.sessions.endAll({ tenantId, id: staffId }, null)
    return { staff, handedBack }
  }
}

@Singleton()
export class EnableStaffOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { staffId }: Input<'accounts:enableStaff'>): Output<'accounts:enableStaff'> {
    await this.management.get(caller, staffId)
    const staff = await this.accounts.set(caller.tenantId, staffId, { isDisabled: false })
    await this.audit.record(caller, { action: 'staff.enabled', subject: subjectOf(staff) })
    return { staff }
  }
}

@Singleton()
export class MakeLinkOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly links!: StaffLinks

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { staffId }: Input<'accounts:makeLink'>): Output<'accounts:makeLink'> {
    const staff = await this.management.get(caller, staffId)
    const link = await this.links.make(caller.tenantId, staffId)
    await this.audit.record(caller, {
      action: 'link.made',
      subject: subjectOf(staff),
      details: { purpose: link.purpose },
    })
    return { link }
  }
}

@Singleton()
export class ResetTotpOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { staffId }: Input<'accounts:resetTotp'>): Output<'accounts:resetTotp'> {
    await this.management.get(caller, staffId)
    const staff = await this.accounts.set(caller.tenantId, staffId, { totp: null })
    await this.audit.record(caller, { action: 'totp.disabled', subject: subjectOf(staff) })
    return { staff }
  }
}
