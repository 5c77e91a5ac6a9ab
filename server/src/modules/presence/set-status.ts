import { Inject, Singleton } from '@midwayjs/core'
import type { PresenceStatus } from '@parley/shared/presence/presence'
import { ParleyError } from '@parley/shared/kernel/errors'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { StaffConnections } from './staff-presence.js'

/** Someone chooses to be online, busy or away; only online agents are given chats. */
@Singleton()
export class SetStatusOfStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly connections!: StaffConnections

  async run(caller: StaffPrincipal, { status }: { status: PresenceStatus }): Promise<{ status: PresenceStatus }> {
    const member = await this.staff.setStatus(caller.tenantId, caller.staffId, status)
    if (member === null) throw new ParleyError('not_found')
    await this.connections.announce(caller.tenantId, caller.staffId)
    return { status }
  }
}
