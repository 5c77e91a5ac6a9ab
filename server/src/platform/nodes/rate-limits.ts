import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { RedisLink } from './redis-link.js'

/** So many in so long. */
export interface Limit {
  /** Tells the counters of one limit from those of another; the same on every node. */
  name: string
  points: number
  seconds: number
}

/**
 * Limits that all nodes count together where they share a Redis, and each node by itself while it is away or where there is
 * none.
 */
@Singleton()
export class RateLimits {
  @Inject()
  private readonly link!: RedisLink

  limiter({ name, points, seconds }: Limit): RateLimiterAbstract {
    const options = { keyPrefix: `parley:limit:${name}`, points, duration: seconds }
    if (!this.link.isShared) return new RateLimiterMemory(options)
    return new RateLimiterRedis({
      ...options,
      storeClient: this.link.impatient,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(options),
    })
  }
}

/** Takes one point. @throws ParleyError `rate_limited` when none is left */
export async function takePoint(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (limit) {
    if (!(limit instanceof RateLimiterRes)) throw limit
    throw new ParleyError('rate_limited', { retryAfterMs: limit.msBeforeNext })
  }
}
