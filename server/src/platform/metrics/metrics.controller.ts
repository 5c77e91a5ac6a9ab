import { createHash, timingSafeEqual } from 'node:crypto'
import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { Metrics } from './metrics.js'

/** Figures for Prometheus, for whoever knows `METRICS_TOKEN`; to anybody else there is nothing here. */
@Controller('/')
export class MetricsController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly metrics!: Metrics

  /** @throws ParleyError `not_found` without the token */
  @Get('/metrics')
  async read(): Promise<string> {
    const { metricsToken } = this.settings.values
    const given = /^Bearer (.+)$/.exec(this.ctx.headers.authorization ?? '')?.[1]
    if (metricsToken === null || given === undefined || !isSame(given, metricsToken)) throw new ParleyError('not_found')
    const answer = await this.metrics.read()
    if (answer === null) throw new ParleyError('not_found')
    this.ctx.type = answer.contentType
    this.ctx.set('Cache-Control', 'no-store')
    return answer.text
  }
}

/** Takes as long whatever was given. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}
