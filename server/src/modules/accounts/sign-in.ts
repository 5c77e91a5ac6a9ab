import { Inject, Singleton } from '@midwayjs/core'
import type { SignIn } from '@parley/shared/accounts/staff'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { AuditLog } from '../audit/index.js'
import { Tenants } from '../tenants/index.js'
import { passwordFits } from './passwords.js'
import { SecondStep } from './second-step.js'
import { SignInLimits } from './sign-in-limits.js'
import { StaffCredentialsRepository } from './staff-credentials.repository.js'
import type { StaffCredentials } from './staff-credentials.repository.js'
import { StaffSessions } from './staff-sessions.js'
import type { Browser } from './staff-sessions.js'
import type { StaffMember } from './staff.repository.js'

/** Lets staff in. */
@Singleton()
export class SignInStaff {
  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly secondStep!: SecondStep

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly limits!: SignInLimits

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /**
   * @throws ParleyError `invalid_credentials`, the same in words and time for an unknown account, a wrong password, a
   *   disabled one and an unknown tenant; `code_required` and `invalid_code` once the password was right; `rate_limited`
   */
  async run(input: SignIn, browser: Browser): Promise<{ member: StaffMember; token: string }> {
    const login = input.login.trim().toLowerCase()
    const tenant = await this.tenants.forSignIn(input.tenant)
    const found = tenant && (await this.credentials.findByLogin(tenant.key, login))
    const attempt = {
      account: `${input.tenant ?? ''} ${login}`,
      address: browser.address,
      isFamiliar: found !== null && (await this.sessions.hasBegunAt(found.member, browser.address)),
    }
    await this.limits.take(attempt)
    try {
      const { member } = await this.prove(found, input)
      await this.limits.giveBack(attempt)
      return { member, token: await this.begin(member, browser) }
    } catch (error) {
      // Asking for the second step is no failure; the audit log has what is one.
      if (error instanceof ParleyError && error.code === 'code_required') await this.limits.giveBack(attempt)
      else await this.noteRefusal(tenant?.key ?? DEFAULT_TENANT_ID, login, browser.address)
      throw error
    }
  }

  /** Begins a session for somebody who has proved who they are. */
  async begin(member: StaffMember, browser: Browser): Promise<string> {
    const token = await this.sessions.begin(member, browser)
    await this.credentials.noteSignIn(member.tenantId, member.id, this.clock.now())
    const { tenantId, id: staffId, name } = member
    await this.audit.record({ tenantId, staffId, name, address: browser.address }, { action: 'session.began' })
    return token
  }

  private async prove(found: StaffCredentials | null, { password, code }: SignIn): Promise<StaffCredentials> {
    const fits = await passwordFits(found?.passwordHash, password)
    if (found === null || !fits || found.member.isDisabled) throw new ParleyError('invalid_credentials')
    await this.secondStep.pass(found, code)
    return found
  }

  private async noteRefusal(tenantId: string, login: string, address: string): Promise<void> {
    const claimed = login.slice(0, 64)
    await this.audit.record({ tenantId, staffId: null, name: claimed, address }, { action: 'session.refused' })
  }
}
