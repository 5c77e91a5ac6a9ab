import { Inject, Singleton } from '@midwayjs/core'
import { ListPresence, SetStatus } from '@parley/shared/presence/presence'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ListPresenceOfStaff } from './list-presence.js'
import { SetStatusOfStaff } from './set-status.js'

/** Which use case answers which command about presence. */
@Singleton()
export class PresenceGateway {
  @Inject() private readonly setStatus!: SetStatusOfStaff
  @Inject() private readonly listPresence!: ListPresenceOfStaff

  rows(): CommandRow<StaffPrincipal>[] {
    return [handle(SetStatus, this.setStatus), handle(ListPresence, this.listPresence)]
  }
}
