import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { HeldChannels } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { keyIdOf, readHostToken } from './host-token.js'
import type { HostWord } from './host-token.js'

/** Reads contact tokens by the keys that are stored. */
@Singleton()
export class HostTokens {
  @Inject()
  private readonly channels!: HeldChannels

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `identity_refused`, `identity_expired` */
  async read(channel: Channel, token: string): Promise<HostWord> {
    const signingKeys = await this.channels.keysOf(channel)
    return readHostToken(token, { channelKey: channel.key, signingKeys, now: this.clock.now() })
  }

  /** The channel whose key a token names: nothing of the token is believed yet. @throws ParleyError `identity_refused` */
  async channelOf(token: string): Promise<Channel> {
    const channel = await this.channels.byKeyId(await keyIdOf(token))
    if (channel === null) throw new ParleyError('identity_refused')
    return channel
  }
}
