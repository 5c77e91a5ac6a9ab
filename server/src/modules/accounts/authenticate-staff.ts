import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { parse } from 'cookie'
import type { Socket } from 'socket.io'
import { CurrentSettings } from '../../config/current-settings.js'
import { isOwnOrigin } from '../../platform/http/origin.js'
import { StaffRights } from './staff-principal.js'
import type { StaffPrincipal } from './staff-principal.js'
import { STAFF_SESSION_COOKIE, StaffSessions } from './staff-sessions.js'

/** The gate of `/staff`: the session cookie, and only from our own page. */
@Singleton()
export class AuthenticateStaff {
  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly settings!: CurrentSettings

  async run({ headers }: Socket['handshake'], address: string): Promise<StaffPrincipal> {
    if (!isOwnOrigin(headers, this.settings.values.publicUrl)) throw new ParleyError('forbidden')
    const cookies = parse(headers.cookie ?? '')
    return this.rights.principal(await this.sessions.resolve(cookies[STAFF_SESSION_COOKIE]), address)
  }
}
