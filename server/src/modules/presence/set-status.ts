import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { StaffConnections } from './staff-presence.js'

type SetStatus = StaffCommands['presence:setStatus']

/** Someone chooses to be online, busy or away; only online agents are given chats. */
@Singleton()
export class SetStatusOfStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly connections!: StaffConnections

  async run(caller: StaffPrincipal, { status, statusNote }: SetStatus['input']): Promise<SetStatus['output']> {
    const { tenantId, staffId } = caller
    const before = await this.staff.find(tenantId, staffId)
    const kept = before?.status === status ? before.statusNote : null
    const member = await this.staff.setStatus(tenantId, staffId, {
      status,
      statusNote: statusNote === undefined ? kept : statusNote || null,
    })
    if (member === null) throw new ParleyError('not_found')
    if (before?.status !== status) await this.staff.notePresence(tenantId, staffId, this.clock.now())
    await this.connections.announce(tenantId, staffId)
    return { status, statusNote: member.statusNote }
  }
}
