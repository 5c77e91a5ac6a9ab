import { Inject, Singleton } from '@midwayjs/core'
import type { Channel } from '@parley/shared/channels/channel'
import type { StaffPrincipal } from '../accounts/index.js'
import { channelView } from './channel.js'
import { ChannelRepository } from './channel.repository.js'

/** The channels of the caller's tenant, by name. */
@Singleton()
export class ListChannelsOfTenant {
  @Inject()
  private readonly channels!: ChannelRepository

  async run({ tenantId }: StaffPrincipal): Promise<{ channels: Channel[] }> {
    return { channels: (await this.channels.list(tenantId)).map(channelView) }
  }
}
