import { Controller, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { RegisterContact, ResetContactPassword, SignInContact } from '@parley/shared/contacts/account'
import type { ContactSession } from '@parley/shared/contacts/session'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { parseBody } from '../../platform/http/answer.js'
import { ContactAccounts } from './contact-accounts.js'

@Controller('/api/v1/contact/account')
export class ContactAccountController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly accounts!: ContactAccounts

  @Post('/register')
  register(): Promise<ContactSession> {
    return this.accounts.register(parseBody(RegisterContact, this.ctx), this.address())
  }

  @Post('/sign-in')
  signIn(): Promise<ContactSession> {
    return this.accounts.signIn(parseBody(SignInContact, this.ctx), this.address())
  }

  @Post('/reset')
  reset(): Promise<ContactSession> {
    return this.accounts.reset(parseBody(ResetContactPassword, this.ctx), this.address())
  }

  private address(): string {
    return addressOf(this.ctx.req, this.settings.values.trustedProxies)
  }
}
