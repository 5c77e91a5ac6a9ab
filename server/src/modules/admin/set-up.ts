import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { SetUp as Input } from '@parley/shared/accounts/credentials'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { hashPassword } from '../accounts/index.js'
import { FirstAccountIdRepository } from './first-account-id.repository.js'
import { FirstAccount } from './first-account.js'

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/**
 * How an installation gets its first account: by the settings ADMIN_EMAIL and ADMIN_PASSWORD at a start, by a command, or
 * on the page `/setup` by whoever reads what the server printed. Once somebody is there, nothing of it answers any more.
 */
@Singleton()
export class SetUp {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly firstAccount!: FirstAccount

  @Inject()
  private readonly secrets!: FirstAccountIdRepository

  /** What was printed at this start, until it is used. */
  printedSecret: string | null = null

  /** At a start: makes the account that the settings name, else a secret to print. It is stored hashed, and new each time. */
  async prepare(): Promise<void> {
    if (this.settings.values.isDemo || !(await this.isOpen())) return
    const { firstAdmin } = this.settings.values
    if (firstAdmin !== null) {
      await this.make({ login: firstAdmin.email.toLowerCase(), name: 'Admin', ...firstAdmin })
      return
    }
    this.printedSecret = randomBytes(18).toString('base64url')
    await this.secrets.addSecret(DEFAULT_TENANT_ID, hashOf(this.printedSecret))
  }

  isOpen(): Promise<boolean> {
    return this.firstAccount.isMissing(DEFAULT_TENANT_ID)
  }

  /** @throws ParleyError `not_found` once there is somebody; `invalid_credentials` for a wrong secret */
  async run({ secret, ...first }: Input): Promise<{ staffId: string }> {
    if (!(await this.isOpen())) throw new ParleyError('not_found')
    if (!(await this.secrets.isSecret(DEFAULT_TENANT_ID, hashOf(secret)))) throw new ParleyError('invalid_credentials')
    return this.make({ ...first, email: null })
  }

  private async make(first: { login: string; name: string; email: string | null; password: string }) {
    const { password, ...rest } = first
    const account = { ...rest, passwordHash: await hashPassword(password) }
    const { id } = await this.firstAccount.make(DEFAULT_TENANT_ID, account)
    await this.secrets.forgetSecrets(DEFAULT_TENANT_ID)
    this.printedSecret = null
    return { staffId: id }
  }
}
