import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import type { Tenant } from '@parley/shared/tenants/tenants'
import { Clock } from '../../platform/clock.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { StaffAccountRepository, StaffLinks } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import type { AuditActor } from '../audit/index.js'
import { TenantRepository } from '../tenants/index.js'
import type { StoredTenant } from '../tenants/index.js'
import { FirstAccount } from './first-account.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

const tenantView = ({ createdAt, ...tenant }: StoredTenant): Tenant => ({
  ...tenant,
  createdAt: createdAt.toISOString(),
})
const subjectOf = ({ key, name }: StoredTenant) => ({ kind: 'tenant', id: key, name })

/** Tenants, changed from the console or by a command of whoever runs the installation. */
@Singleton()
export class TenantManagement {
  @Inject()
  private readonly tenants!: TenantRepository

  @Inject()
  private readonly firstAccount!: FirstAccount

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly links!: StaffLinks

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `name_taken`, unless it was this very request that took the key and its link was not used yet */
  async create(actor: AuditActor, input: Input<'tenants:createTenant'>): Output<'tenants:createTenant'> {
    const tenant = await this.tenants.add(input, this.clock.now())
    const account = await this.firstOf(input)
    // Also where somebody before died in between: the account is what makes a tenant of it.
    if (account.isNew) await this.audit.record(actor, { action: 'tenant.created', subject: subjectOf(tenant) })
    return { tenant: tenantView(tenant), link: await this.links.make(tenant.key, account.id) }
  }

  private async firstOf({ key, admin, clientTenantId }: Input<'tenants:createTenant'>) {
    const request = clientTenantId === undefined ? {} : { clientStaffId: clientTenantId }
    try {
      const { id } = await this.firstAccount.make(key, { ...admin, email: null, passwordHash: null, ...request })
      return { id, isNew: true }
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'not_found' || clientTenantId === undefined) throw error
      const made = await this.accounts.findMade(key, admin.login, clientTenantId)
      if (made === null) throw new ParleyError('name_taken')
      return { id: made.id, isNew: false }
    }
  }

  async rename(actor: AuditActor, { key, name }: Input<'tenants:renameTenant'>): Output<'tenants:renameTenant'> {
    const tenant = await this.tenants.edit(key, { name })
    await this.audit.record(actor, { action: 'tenant.edited', subject: subjectOf(tenant), details: { name } })
    return { tenant: tenantView(tenant) }
  }

  /** @throws ParleyError `forbidden` for the first tenant: whoever runs the installation signs in there */
  async suspend(actor: AuditActor, key: string): Output<'tenants:suspendTenant'> {
    if (key === DEFAULT_TENANT_ID) throw new ParleyError('forbidden')
    const suspend = () => this.tenants.edit(key, { isSuspended: true })
    const tenant = await this.revocations.during([{ tenantId: key, key: null }], suspend)
    await this.audit.record(actor, { action: 'tenant.suspended', subject: subjectOf(tenant) })
    return { tenant: tenantView(tenant) }
  }

  async resume(actor: AuditActor, key: string): Output<'tenants:resumeTenant'> {
    const tenant = await this.tenants.edit(key, { isSuspended: false })
    await this.audit.record(actor, { action: 'tenant.resumed', subject: subjectOf(tenant) })
    return { tenant: tenantView(tenant) }
  }

  async list(): Output<'tenants:listTenants'> {
    return { tenants: (await this.tenants.list()).map(tenantView) }
  }
}

@Singleton()
export class ListTenantsOfInstallation {
  @Inject()
  private readonly management!: TenantManagement

  run(): Output<'tenants:listTenants'> {
    return this.management.list()
  }
}

@Singleton()
export class CreateTenantOfInstallation {
  @Inject()
  private readonly management!: TenantManagement

  run(caller: StaffPrincipal, input: Input<'tenants:createTenant'>): Output<'tenants:createTenant'> {
    return this.management.create(caller, input)
  }
}

@Singleton()
export class RenameTenantOfInstallation {
  @Inject()
  private readonly management!: TenantManagement

  run(caller: StaffPrincipal, input: Input<'tenants:renameTenant'>): Output<'tenants:renameTenant'> {
    return this.management.rename(caller, input)
  }
}

@Singleton()
export class SuspendTenantOfInstallation {
  @Inject()
  private readonly management!: TenantManagement

  run(caller: StaffPrincipal, { key }: Input<'tenants:suspendTenant'>): Output<'tenants:suspendTenant'> {
    return this.management.suspend(caller, key)
  }
}

@Singleton()
export class ResumeTenantOfInstallation {
  @Inject()
  private readonly management!: TenantManagement

  run(caller: StaffPrincipal, { key }: Input<'tenants:resumeTenant'>): Output<'tenants:resumeTenant'> {
    return this.management.resume(caller, key)
  }
}
