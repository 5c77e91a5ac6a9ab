import { Controller, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import type { ContactCode } from '@parley/shared/contacts/session'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { AttemptLimit } from '../../platform/attempt-limit.js'
import { bearerToken } from './bearer-contact.js'
import { ContactCodes } from './contact-codes.js'

const WITHIN_SECONDS = 60
/** The host's server asks for all of its users. */
const TIMES_SESSIONS = 20

/** For the host's server: `docs/contact-tokens.md`. A page of another site cannot ask, since the boundary refuses its writes. */
@Controller('/api/v1/contact/code')
export class ContactCodeController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly codes!: ContactCodes

  @Inject()
  private readonly limit!: AttemptLimit

  @Post('/')
  async issue(): Promise<ContactCode> {
    const { trustedProxies, sessionsPerMinute } = this.settings.values
    const points = sessionsPerMinute * TIMES_SESSIONS
    const address = addressOf(this.ctx.req, trustedProxies)
    await this.limit.take(`contact code ${address}`, { points, withinSeconds: WITHIN_SECONDS })
    this.ctx.set('Cache-Control', 'no-store')
    return this.codes.issue(bearerToken(this.ctx.get('authorization')))
  }
}
