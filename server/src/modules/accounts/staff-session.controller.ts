import { Controller, Del, Get, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import type { StaffPermission } from '@parley/shared/accounts/permissions'
import { SignIn } from '@parley/shared/accounts/staff'
import type { SignedIn } from '@parley/shared/accounts/staff'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { parseBody } from '../../platform/http/answer.js'
import { SignInStaff } from './sign-in.js'
import { staffProfile, StaffRights } from './staff-principal.js'
import { STAFF_SESSION_COOKIE, STAFF_SESSION_LASTS_MS, StaffSessions } from './staff-sessions.js'
import type { StaffMember } from './staff.repository.js'

@Controller('/api/v1/staff/session')
export class StaffSessionController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly signIn!: SignInStaff

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly settings!: CurrentSettings

  @Post('/')
  async begin(): Promise<SignedIn> {
    const input = parseBody(SignIn, this.ctx)
    const { member, token } = await this.signIn.run(input, addressOf(this.ctx.req, this.settings.values.trustedProxies))
    this.setCookie(token, STAFF_SESSION_LASTS_MS)
    return this.signedIn(member)
  }

  @Get('/')
  async current(): Promise<SignedIn> {
    return this.signedIn((await this.sessions.resolve(this.token())).member)
  }

  @Del('/')
  async end(): Promise<void> {
    const token = this.token()
    const { member } = await this.sessions.resolve(token)
    await this.sessions.end(member.tenantId, token ?? '')
    this.setCookie('', 0)
    this.ctx.status = 204
  }

  private async signedIn(member: StaffMember): Promise<SignedIn> {
    const grants = await this.rights.of(member)
    const permissions = Object.keys(grants) as StaffPermission[]
    return { staff: staffProfile(member), permissions, grants, status: member.status, tenant: null }
  }

  private token(): string | undefined {
    return this.ctx.cookies.get(STAFF_SESSION_COOKIE, { signed: false })
  }

  private setCookie(value: string, maxAge: number): void {
    const isSecure = this.settings.values.publicUrl?.protocol === 'https:'
    // The cookie module refuses a secure cookie where the connection itself is plain; behind a proxy that ends TLS it is.
    this.ctx.cookies.secure = isSecure
    this.ctx.cookies.set(STAFF_SESSION_COOKIE, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      signed: false,
      overwrite: true,
      path: '/',
      maxAge,
    })
  }
}
