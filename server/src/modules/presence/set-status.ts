import { Inject, Singleton } from '@midwayjs/core'
import type { PresenceStatus } from '@parley/shared/presence/presence'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { StaffConnections } from './staff-presence.js'

/** Someone chooses to be online, busy or away; only online agents are given chats. */
@Singleton()
export class SetStatusOfStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly connections!: StaffConnections

  async run(caller: StaffPrincipal, { status }: { status: PresenceStatus }): Promise<{ status: PresenceStatus }> {
    const { tenantId, staffId } = caller
    const before = await this.staff.find(tenantId, staffId)
    const member = await this.staff.setStatus(tenantId, staffId, status)
    if (member === null) throw new ParleyError('not_found')
    if (before?.status !== status) await this.staff.notePresence(tenantId, staffId, this.clock.now())
    await this.connections.announce(tenantId, staffId)
    return { status }
  }
}
