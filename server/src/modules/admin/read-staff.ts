import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import { Revocations } from '../../platform/realtime/revocations.js'
import { StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { present, subjectOf } from './staff-management.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

const PAGE = 100

@Singleton()
export class ListStaffOfTenant {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  /** The cursor is the last login of the page before. */
  async run(
    { tenantId }: StaffPrincipal,
    { cursor, search }: Input<'accounts:listStaff'>,
  ): Output<'accounts:listStaff'> {
    const found = await this.accounts.page(tenantId, { after: cursor, search, limit: PAGE + 1 })
    const staff = found.slice(0, PAGE)
    return { staff, next: found.length > PAGE ? (staff.at(-1)?.login ?? null) : null }
  }
}

@Singleton()
export class GetStaffOfTenant {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  async run({ tenantId }: StaffPrincipal, { staffId }: Input<'accounts:getStaff'>): Output<'accounts:getStaff'> {
    return { staff: await this.accounts.get(tenantId, staffId) }
  }
}

@Singleton()
export class GetProfileOfStaff {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  async run({ tenantId, staffId }: StaffPrincipal): Output<'accounts:getProfile'> {
    const [staff, recoveryCodesLeft] = await Promise.all([
      this.accounts.get(tenantId, staffId),
      this.accounts.countRecoveryCodes(tenantId, staffId),
    ])
    return { staff, recoveryCodesLeft }
  }
}

@Singleton()
export class EditProfileOfStaff {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  async run(
    { tenantId, staffId, ...caller }: StaffPrincipal,
    { version, ...change }: Input<'accounts:editProfile'>,
  ): Output<'accounts:editProfile'> {
    // Their connections carry the name that they write under.
    const concerned = change.name === undefined ? [] : [{ tenantId, key: `staff:${staffId}` }]
    const staff = await this.revocations.during(concerned, () =>
      this.accounts.edit({ tenantId, id: staffId, version }, present(change)),
    )
    await this.audit.record(
      { ...caller, tenantId, staffId },
      { action: 'staff.edited', subject: subjectOf(staff), details: { fields: Object.keys(present(change)) } },
    )
    return { staff }
  }
}
