import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPresence } from '@parley/shared/presence/presence'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { presenceOf } from './staff-presence.js'

@Singleton()
export class ListPresenceOfStaff {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly mongo!: MongoConnection

  async run(caller: StaffPrincipal): Promise<{ staff: StaffPresence[] }> {
    const members = await this.staff.list(caller.tenantId)
    const staff = members.filter(({ isDisabled }) => !isDisabled).map((member) => presenceOf(member, this.mongo.now()))
    return { staff }
  }
}
