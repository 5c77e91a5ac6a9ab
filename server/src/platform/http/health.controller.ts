import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { MongoConnection } from '../mongo/connection.js'
import { Readiness } from '../readiness.js'

/** For whoever watches the process: alive at all, and fit to be sent visitors. */
@Controller('/')
export class HealthController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly readiness!: Readiness

  @Get('/livez')
  live(): { status: string } {
    return { status: 'ok' }
  }

  @Get('/readyz')
  async ready(): Promise<{ status: string; store: boolean }> {
    const store = await this.mongo.isReachable()
    const isReady = this.readiness.isReady && store
    this.ctx.status = isReady ? 200 : 503
    return { status: isReady ? 'ok' : 'unavailable', store }
  }
}
