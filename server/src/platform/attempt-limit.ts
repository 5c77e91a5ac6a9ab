import { Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

interface Limit {
  points: number
  withinSeconds: number
}

/** Counts what may be done so often and no oftener, in this process. */
@Singleton()
export class AttemptLimit {
  private readonly limiters = new Map<string, RateLimiterMemory>()

  /** Takes one attempt. @throws ParleyError `rate_limited` with the wait */
  async take(subject: string, limit: Limit): Promise<void> {
    try {
      await this.limiterOf(limit).consume(subject)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      throw new ParleyError('rate_limited', { retryAfterMs: refusal.msBeforeNext })
    }
  }

  /** Gives back what was taken: the attempt was a good one. */
  async giveBack(subject: string, limit: Limit): Promise<void> {
    await this.limiterOf(limit).reward(subject)
  }

  private limiterOf({ points, withinSeconds }: Limit): RateLimiterMemory {
    const name = `${points} ${withinSeconds}`
    const known = this.limiters.get(name)
    if (known !== undefined) return known
    const limiter = new RateLimiterMemory({ points, duration: withinSeconds })
    this.limiters.set(name, limiter)
    return limiter
  }
}
