import { Init, Inject, Singleton } from '@midwayjs/core'
import type { SignIn } from '@parley/shared/accounts/staff'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { RateLimits, takePoint } from '../../platform/nodes/rate-limits.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { passwordFits } from './passwords.js'
import { StaffSessions } from './staff-sessions.js'
import { StaffRepository } from './staff.repository.js'
import type { StaffMember } from './staff.repository.js'

/** Failures in a quarter of an hour: one account from one address, and one address over all accounts. */
const WITHIN_SECONDS = 15 * 60
const FAILURES_PER_ACCOUNT_AND_ADDRESS = 10
const FAILURES_PER_ADDRESS = 50

/** Lets staff in. Nobody can lock out an account from elsewhere: failures are counted together with their address. */
@Singleton()
export class SignInStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly limits!: RateLimits

  private byAccount!: RateLimiterAbstract
  private byAddress!: RateLimiterAbstract

  @Init()
  initialize(): void {
    const seconds = WITHIN_SECONDS
    this.byAccount = this.limits.limiter({ name: 'signIn', points: FAILURES_PER_ACCOUNT_AND_ADDRESS, seconds })
    this.byAddress = this.limits.limiter({ name: 'signInAddress', points: FAILURES_PER_ADDRESS, seconds })
  }

  /**
   * @throws ParleyError `invalid_credentials`, the same in words and time for an unknown account, a wrong password and a
   *   disabled one; `rate_limited`
   */
  async run({ login, password }: SignIn, address: string): Promise<{ member: StaffMember; token: string }> {
    const name = login.trim().toLowerCase()
    await this.takeAttempt(name, address)
    const found = await this.staff.findCredentials(DEFAULT_TENANT_ID, name)
    const fits = await passwordFits(found?.passwordHash, password)
    if (found === null || !fits || found.member.isDisabled) throw new ParleyError('invalid_credentials')
    await Promise.all([this.byAccount.delete(`${name} ${address}`), this.byAddress.reward(address)])
    return { member: found.member, token: await this.sessions.begin(found.member) }
  }

  /** Counted before the password is looked at, so that attempts side by side cannot slip through. */
  private async takeAttempt(name: string, address: string): Promise<void> {
    await Promise.all([takePoint(this.byAccount, `${name} ${address}`), takePoint(this.byAddress, address)])
  }
}
