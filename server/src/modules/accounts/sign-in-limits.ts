import { Inject, Singleton } from '@midwayjs/core'
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

  private counters: Record<'byAccountAndAddress' | 'byAddress' | 'byAccount', RateLimiterAbstract> | undefined

  /** Counted before anything is compared, so that attempts side by side cannot slip through. @throws ParleyError `rate_limited` */
  async take({ account, address, isFamiliar }: Attempt): Promise<void> {
    const { byAccountAndAddress, byAddress, byAccount } = this.counted
    await Promise.all([
      takePoint(byAccountAndAddress, `${account} ${address}`),
      takePoint(byAddress, address),
      ...(isFamiliar ? [] : [takePoint(byAccount, account)]),
    ])
  }

  /** It was no failure. */
  async giveBack({ account, address, isFamiliar }: Attempt): Promise<void> {
    const { byAccountAndAddress, byAddress, byAccount } = this.counted
    await Promise.all([
      byAccountAndAddress.delete(`${account} ${address}`),
      byAddress.reward(address),
      ...(isFamiliar ? [] : [byAccount.reward(account)]),
    ])
  }

  private get counted() {
    const limiter = (name: string, points: number) =>
      this.limits.limiter({ name, points, seconds: WITHIN_SECONDS, isKept: true })
    this.counters ??= {
      byAccountAndAddress: limiter('signIn', PER_ACCOUNT_AND_ADDRESS),
      byAddress: limiter('signInAddress', PER_ADDRESS),
      byAccount: limiter('signInAccount', PER_ACCOUNT),
    }
    return this.counters
  }
}
