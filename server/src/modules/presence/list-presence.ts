import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPresence } from '@parley/shared/presence/presence'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { isReachable } from './staff-presence.js'

@Singleton()
export class ListPresenceOfStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly mongo!: MongoConnection

  async run(caller: StaffPrincipal): Promise<{ staff: StaffPresence[] }> {
    const members = await this.staff.list(caller.tenantId)
    const present = members
      .filter((member) => !member.isDisabled)
      .map((member) => ({
        staffId: member.id,
        name: member.name,
        status: member.status,
        isReachable: isReachable(member, this.mongo.now()),
      }))
    return { staff: present }
  }
}
