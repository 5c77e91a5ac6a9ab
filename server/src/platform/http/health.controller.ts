import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { MongoConnection } from '../mongo/connection.js'
import { RedisLink } from '../nodes/redis-link.js'
import { ObjectStorage } from '../storage/object-storage.js'
import { Readiness } from '../readiness.js'

/** For whoever watches the process: alive at all, and fit to be sent visitors. */
@Controller('/')
export class HealthController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly redis!: RedisLink

  @Inject()
  private readonly readiness!: Readiness

  @Get('/livez')
  live(): { status: string } {
    return { status: 'ok' }
  }

  @Get('/readyz')
  async ready(): Promise<{ status: string; store: boolean; objectStorage: boolean; redis?: boolean }> {
    const [store, objectStorage] = await Promise.all([this.mongo.isReachable(), this.storage.isReachable()])
    const isReady = this.readiness.isReady && store
    this.ctx.status = isReady ? 200 : 503
    const { isShared, isUp } = this.redis
    // Without its object storage or its Redis a server still carries every word: it goes on getting visitors.
    const works = objectStorage && (isUp || !isShared) ? 'ok' : 'degraded'
    return { status: isReady ? works : 'unavailable', store, objectStorage, ...(isShared && { redis: isUp }) }
  }
}
