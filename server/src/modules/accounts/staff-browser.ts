import { Inject, Singleton } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import type { StaffPermission } from '@parley/shared/accounts/permissions'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { StaffRights } from './staff-principal.js'
import type { StaffPrincipal } from './staff-principal.js'
import { STAFF_SESSION_COOKIE, STAFF_SESSION_LASTS_MS, StaffSessions } from './staff-sessions.js'
import type { Browser } from './staff-sessions.js'

/** A browser of staff, as HTTP knows it: its cookie, and who that says it is. */
@Singleton()
export class StaffBrowser {
  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly settings!: CurrentSettings

  /** Whoever asks, if they may. @throws ParleyError `unauthenticated`, `forbidden` */
  async caller(context: Context, permission: StaffPermission): Promise<StaffPrincipal> {
    const resolved = await this.sessions.resolve(this.token(context))
    const caller = await this.rights.principal(resolved, this.address(context))
    if (!caller.permissions.has(permission)) throw new ParleyError('forbidden')
    return caller
  }

  browser(context: Context): Browser {
    const client = context.get('user-agent')
    return { address: this.address(context), client, oldToken: this.token(context) }
  }

  address(context: Context): string {
    return addressOf(context.req, this.settings.values.trustedProxies)
  }

  token(context: Context): string | undefined {
    return context.cookies.get(STAFF_SESSION_COOKIE, { signed: false })
  }

  remember(context: Context, token: string): void {
    this.setCookie(context, token, STAFF_SESSION_LASTS_MS)
  }

  forget(context: Context): void {
    this.setCookie(context, '', 0)
  }

  private setCookie(context: Context, value: string, maxAge: number): void {
    const isSecure = this.settings.values.publicUrl?.protocol === 'https:'
    // The cookie module refuses a secure cookie where the connection itself is plain; behind a proxy that ends TLS it is.
    context.cookies.secure = isSecure
    context.cookies.set(STAFF_SESSION_COOKIE, value, {
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
