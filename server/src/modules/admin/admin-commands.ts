import { Inject, Singleton } from '@midwayjs/core'
import { Login } from '@parley/shared/accounts/credentials'
import { ParleyError } from '@parley/shared/kernel/errors'
import { TenantKey } from '@parley/shared/tenants/tenants'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { StartError } from '../../platform/start-error.js'
import { StaffAccountRepository, StaffLinks } from '../accounts/index.js'
import { AuditLog, systemActor } from '../audit/index.js'
import { Tenants } from '../tenants/index.js'
import { FirstAccount } from './first-account.js'
import { TenantManagement } from './manage-tenants.js'

/** What follows a command's name: `--login`, `--name`, `--tenant`. */
export interface CommandOptions {
  login?: string | undefined
  name?: string | undefined
  tenant?: string | undefined
}

export const ADMIN_USAGE = `Usage: npm run admin -- <command>
  create --login <account> [--name <name>]          the first account, admin and agent
  reset --login <account> [--tenant <key>]          a link to choose a new password
  tenants                                           the tenants there are
  tenant-create --tenant <key> --name <name> --login <account>
  tenant-suspend --tenant <key>
  tenant-resume --tenant <key>
  audit-verify [--tenant <key>]                     reads the whole chain of the audit log`

/** What whoever runs the installation does from a shell, without signing in. Each answers with the lines to print. */
@Singleton()
export class AdminCommands {
  @Inject()
  private readonly firstAccount!: FirstAccount

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly links!: StaffLinks

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly management!: TenantManagement

  @Inject()
  private readonly audit!: AuditLog

  /** @throws StartError with a sentence for whoever typed it */
  async run(command: string | undefined, options: CommandOptions): Promise<string[]> {
    await this.tenants.ensureFirst()
    switch (command) {
      case 'create':
        return this.create(loginOf(options), options.name ?? 'Admin')
      case 'reset':
        return this.reset(loginOf(options), options.tenant ?? DEFAULT_TENANT_ID)
      case 'tenants':
        return (await this.tenants.list()).map(
          ({ key, name, isSuspended }) => `${key}  ${name}${isSuspended ? '  suspended' : ''}`,
        )
      case 'tenant-create':
        return this.createTenant(options)
      case 'tenant-suspend':
        await this.management.suspend(system, tenantOf(options)).catch(refuse('This tenant cannot be suspended.'))
        return ['Suspended.']
      case 'tenant-resume':
        await this.management.resume(system, tenantOf(options)).catch(refuse('There is no such tenant.'))
        return ['Resumed.']
      case 'audit-verify':
        return this.verify(options.tenant ?? DEFAULT_TENANT_ID)
      default:
        throw new StartError(ADMIN_USAGE)
    }
  }

  private async create(login: string, name: string): Promise<string[]> {
    const first = { login, name, email: null, passwordHash: null }
    const account = await this.firstAccount
      .make(DEFAULT_TENANT_ID, first)
      .catch(refuse('There is an account already: further people are invited from the console.'))
    return this.link(DEFAULT_TENANT_ID, account.id)
  }

  private async reset(login: string, tenant: string): Promise<string[]> {
    const account = await this.accounts.findByLogin(tenant, login)
    if (account === null) throw new StartError('There is no such account.')
    const subject = { kind: 'staff', id: account.id, name: login }
    await this.audit.record(systemActor(tenant), { action: 'link.made', subject })
    return this.link(tenant, account.id)
  }

  private async createTenant(options: CommandOptions): Promise<string[]> {
    const { name } = options
    if (name === undefined) throw new StartError(ADMIN_USAGE)
    const admin = { login: loginOf(options), name: 'Admin' }
    const { link } = await this.management
      .create(system, { key: tenantOf(options), name, admin })
      .catch(refuse('This key is taken.'))
    return [link.path]
  }

  private async verify(tenant: string): Promise<string[]> {
    const { checked, brokenAt } = await this.audit.verify(tenant)
    if (brokenAt !== null) throw new StartError(`Record ${brokenAt} does not follow from the one before.`)
    return [`${checked} records, each following from the one before.`]
  }

  private async link(tenant: string, staffId: string): Promise<string[]> {
    return [(await this.links.make(tenant, staffId)).path]
  }
}

const system = systemActor(DEFAULT_TENANT_ID)

function loginOf({ login }: CommandOptions): string {
  const parsed = Login.safeParse(login)
  if (!parsed.success) throw new StartError(ADMIN_USAGE)
  return parsed.data
}

function tenantOf({ tenant }: CommandOptions): string {
  const parsed = TenantKey.safeParse(tenant)
  if (!parsed.success) throw new StartError(ADMIN_USAGE)
  return parsed.data
}

/** An expected refusal, in words. */
function refuse(sentence: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof ParleyError ? new StartError(sentence) : error
  }
}
