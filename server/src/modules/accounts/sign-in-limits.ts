import { Init, Inject, Singleton } from '@midwayjs/core'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { RateLimits, takePoint } from '../../platform/nodes/rate-limits.js'

/** Failures in a quarter of an hour. */
const WITHIN_SECONDS = 15 * 60
const PER_ACCOUNT_AND_ADDRESS = 10
const PER_ADDRESS = 50
/** From all addresses together; whoever has signed in from an address before is not counted with the others. */
const PER_ACCOUNT = 100

/** One try at an account: the account as claimed, from where, and whether its owner has been there before. */
export interface Attempt {
  account: string
  address: string
  isFamiliar: boolean
}

/**
 * How often somebody may be wrong. Nobody can lock an account out from elsewhere: failures count together with their
 * address, and those of strangers do not count against an address that the owner has signed in from.
 */
@Singleton()
export class SignInLimits {
  @Inject()
  private readonly limits!: RateLimits

  private byAccountAndAddress!: RateLimiterAbstract
  private byAddress!: RateLimiterAbstract
  private byAccount!: RateLimiterAbstract

  @Init()
  initialize(): void {
    const limiter = (name: string, points: number) => this.limits.limiter({ name, points, seconds: WITHIN_SECONDS })
    this.byAccountAndAddress = limiter('signIn', PER_ACCOUNT_AND_ADDRESS)
    this.byAddress = limiter('signInAddress', PER_ADDRESS)
    this.byAccount = limiter('signInAccount', PER_ACCOUNT)
  }

  /** Counted before anything is compared, so that attempts side by side cannot slip through. @throws ParleyError `rate_limited` */
  async take({ account, address, isFamiliar }: Attempt): Promise<void> {
    await Promise.all([
      takePoint(this.byAccountAndAddress, `${account} ${address}`),
      takePoint(this.byAddress, address),
      ...(isFamiliar ? [] : [takePoint(this.byAccount, account)]),
    ])
  }

  /** It was no failure. */
  async giveBack({ account, address, isFamiliar }: Attempt): Promise<void> {
    await Promise.all([
      this.byAccountAndAddress.delete(`${account} ${address}`),
      this.byAddress.reward(address),
      ...(isFamiliar ? [] : [this.byAccount.reward(account)]),
    ])
  }
}
