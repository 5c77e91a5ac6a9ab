import { Inject, Singleton } from '@midwayjs/core'
import * as commands from '@parley/shared/channels/channel'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { CreateChannelOfTenant, UpdateChannelOfTenant } from './edit-channels.js'
import { ListChannelsOfTenant } from './list-channels.js'
import { RetireSigningKeyOfChannel, RotateSigningKeyOfChannel } from './signing-keys.js'

/** Which use case answers which command about channels. */
@Singleton()
export class ChannelsGateway {
  @Inject() private readonly list!: ListChannelsOfTenant
  @Inject() private readonly create!: CreateChannelOfTenant
  @Inject() private readonly update!: UpdateChannelOfTenant
  @Inject() private readonly rotate!: RotateSigningKeyOfChannel
  @Inject() private readonly retire!: RetireSigningKeyOfChannel

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(commands.ListChannels, this.list),
      handle(commands.CreateChannel, this.create),
      handle(commands.UpdateChannel, this.update),
      handle(commands.RotateSigningKey, this.rotate),
      handle(commands.RetireSigningKey, this.retire),
    ]
  }
}
