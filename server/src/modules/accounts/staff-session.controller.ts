import { Controller, Del, Get, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { SignIn } from '@parley/shared/accounts/staff'
import type { SignedIn, SignInForm } from '@parley/shared/accounts/staff'
import { parseBody } from '../../platform/http/answer.js'
import { AuditLog } from '../audit/index.js'
import { Tenants } from '../tenants/index.js'
import { SignInStaff } from './sign-in.js'
import { DescribeSignedIn } from './signed-in.js'
import { StaffBrowser } from './staff-browser.js'
import { StaffSessions } from './staff-sessions.js'

@Controller('/api/v1/staff')
export class StaffSessionController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly browser!: StaffBrowser

  @Inject()
  private readonly signIn!: SignInStaff

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly signedIn!: DescribeSignedIn

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly audit!: AuditLog

  /** What the page has to ask for. */
  @Get('/sign-in-form')
  async form(): Promise<SignInForm> {
    return { asksForTenant: await this.tenants.areSeveral() }
  }

  @Post('/session')
  async begin(): Promise<SignedIn> {
    const { member, token } = await this.signIn.run(parseBody(SignIn, this.ctx), this.browser.browser(this.ctx))
    this.browser.remember(this.ctx, token)
    return this.signedIn.run(member)
  }

  @Get('/session')
  async current(): Promise<SignedIn> {
    return this.signedIn.run((await this.sessions.resolve(this.browser.token(this.ctx))).member)
  }

  @Del('/session')
  async end(): Promise<void> {
    const { member, sessionId } = await this.sessions.resolve(this.browser.token(this.ctx))
    const { tenantId, id: staffId, name } = member
    await this.sessions.end({ tenantId, staffId }, sessionId)
    await this.audit.record(
      { tenantId, staffId, name, address: this.browser.address(this.ctx) },
      { action: 'session.ended' },
    )
    this.browser.forget(this.ctx)
    this.ctx.status = 204
  }
}
