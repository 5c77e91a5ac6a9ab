import { Controller, Del, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { BeginContactSession as Input } from '@parley/shared/contacts/session'
import type { ContactSession } from '@parley/shared/contacts/session'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { parseBody } from '../../platform/http/answer.js'
import { BeginContactSession } from './begin-contact-session.js'
import { bearerToken } from './bearer-contact.js'
import { EndContactSession } from './end-contact-session.js'

@Controller('/api/v1/contact/session')
export class ContactSessionController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly beginContactSession!: BeginContactSession

  @Inject()
  private readonly endContactSession!: EndContactSession

  @Post('/')
  begin(): Promise<ContactSession> {
    const address = addressOf(this.ctx.req, this.settings.values.trustedProxies)
    return this.beginContactSession.run(parseBody(Input, this.ctx), address)
  }

  /** With the session's token in `Authorization: Bearer`. Asked again, it answers the same. */
  @Del('/')
  async end(): Promise<void> {
    await this.endContactSession.run(bearerToken(this.ctx.get('authorization')))
    this.ctx.status = 204
  }
}
