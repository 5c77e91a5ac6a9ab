import { Controller, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { InspectLink, UseLink } from '@parley/shared/accounts/credentials'
import type { LinkHolder } from '@parley/shared/accounts/credentials'
import type { SignedIn } from '@parley/shared/accounts/staff'
import { parseBody } from '../../platform/http/answer.js'
import { AuditLog } from '../audit/index.js'
import { SignInLimits } from './sign-in-limits.js'
import { SignInStaff } from './sign-in.js'
import { DescribeSignedIn } from './signed-in.js'
import { StaffBrowser } from './staff-browser.js'
import { StaffLinks } from './staff-links.js'

/** Where the holder of a one-time link chooses a password. The secret comes in the body: addresses end up in logs. */
@Controller('/api/v1/staff/link')
export class StaffLinkController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly browser!: StaffBrowser

  @Inject()
  private readonly links!: StaffLinks

  @Inject()
  private readonly limits!: SignInLimits

  @Inject()
  private readonly signIn!: SignInStaff

  @Inject()
  private readonly signedIn!: DescribeSignedIn

  @Inject()
  private readonly audit!: AuditLog

  @Post('/')
  async inspect(): Promise<LinkHolder> {
    const { token } = parseBody(InspectLink, this.ctx)
    const attempt = this.attempt()
    await this.limits.take(attempt)
    const holder = await this.links.inspect(token)
    await this.limits.giveBack(attempt)
    return holder
  }

  @Post('/use')
  async use(): Promise<SignedIn> {
    const { token, password, code } = parseBody(UseLink, this.ctx)
    const attempt = this.attempt()
    await this.limits.take(attempt)
    const member = await this.links.use(token, { password, code })
    await this.limits.giveBack(attempt)
    const { tenantId, id: staffId, name } = member
    await this.audit.record({ tenantId, staffId, name, address: attempt.address }, { action: 'link.used' })
    this.browser.remember(this.ctx, await this.signIn.begin(member, this.browser.browser(this.ctx)))
    return this.signedIn.run(member)
  }

  private attempt() {
    return { account: 'link', address: this.browser.address(this.ctx), isFamiliar: true }
  }
}
