import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { AttemptRepository } from './attempt.repository.js'
import { RedisLink } from './redis-link.js'

/** So many in so long. */
export interface Limit {
  /** Tells the counters of one limit from those of another; the same on every node. */
  name: string
  points: number
  seconds: number
  /** Guards a secret: without Redis it is counted in the store, so that neither a restart nor another process begins anew. */
  isKept?: boolean
}

/**
 * Limits that all nodes count together where they share a Redis, and each node by itself while it is away or where there is
 * none; those that guard a secret are then counted in the store.
 */
@Singleton()
export class RateLimits {
  @Inject()
  private readonly link!: RedisLink

  @Inject()
  private readonly attempts!: AttemptRepository

  /** To be asked for once the store is there. */
  limiter({ name, points, seconds, isKept = false }: Limit): RateLimiterAbstract {
    const options = { keyPrefix: `parley:limit:${name}`, points, duration: seconds }
    if (!this.link.isShared) return isKept ? this.inStore(options) : new RateLimiterMemory(options)
    return new RateLimiterRedis({
      ...options,
      storeClient: this.link.impatient,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(options),
    })
  }

  private inStore(options: { keyPrefix: string; points: number; duration: number }): RateLimiterAbstract {
    const storeClient = { collection: () => this.attempts.counters() }
    return new RateLimiterMongo({ ...options, storeClient, disableIndexesCreation: true })
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
