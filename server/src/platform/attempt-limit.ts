import { Inject, Singleton } from '@midwayjs/core'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { RateLimits, takePoint } from './nodes/rate-limits.js'

interface Limit {
  points: number
  withinSeconds: number
  /** See `RateLimits`. */
  isKept?: boolean
}

/** Counts what may be done so often and no oftener, over all nodes. */
@Singleton()
export class AttemptLimit {
  @Inject()
  private readonly limits!: RateLimits

  private readonly limiters = new Map<string, RateLimiterAbstract>()

  /** Takes one attempt. @throws ParleyError `rate_limited` with the wait */
  async take(subject: string, limit: Limit): Promise<void> {
    await takePoint(this.limiterOf(limit), subject)
  }

  /** Gives back what was taken: the attempt was a good one. */
  async giveBack(subject: string, limit: Limit): Promise<void> {
    await this.limiterOf(limit).reward(subject)
  }

  private limiterOf({ points, withinSeconds, isKept = false }: Limit): RateLimiterAbstract {
    const name = `attempts:${points}:${withinSeconds}${isKept ? ':kept' : ''}`
    const known = this.limiters.get(name)
    if (known !== undefined) return known
    const limiter = this.limits.limiter({ name, points, seconds: withinSeconds, isKept })
    this.limiters.set(name, limiter)
    return limiter
  }
}
