import { Init, Inject, Singleton } from '@midwayjs/core'
import { HeldUntilRevoked } from '../../platform/realtime/held-until-revoked.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { Tenants } from '../tenants/index.js'
import { channelConnections, heldOfChannel } from './channel.js'
import type { Channel } from './channel.js'
import { ChannelRepository } from './channel.repository.js'
import type { SigningKeyPart } from './channel.schema.js'

const CHANNELS_MAX = 1_000

type ChannelPlace = Pick<Channel, 'tenantId' | 'id'>

interface HeldKeys extends ChannelPlace {
  keys: SigningKeyPart[]
}

/** Channels and their signing keys as this process holds them: every page of a host may ask for an unread count. */
@Singleton()
export class HeldChannels {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly revocations!: Revocations

  private keys!: HeldUntilRevoked<HeldKeys>
  private places!: HeldUntilRevoked<Channel>
  private byKey!: HeldUntilRevoked<Channel>

  @Init()
  initialize(): void {
    this.keys = new HeldUntilRevoked<HeldKeys>(this.revocations, groundsOf, CHANNELS_MAX)
    this.places = new HeldUntilRevoked<Channel>(this.revocations, groundsOf, CHANNELS_MAX)
    this.byKey = new HeldUntilRevoked<Channel>(this.revocations, groundsOf, CHANNELS_MAX)
  }

  async keysOf({ tenantId, id }: ChannelPlace): Promise<SigningKeyPart[]> {
    const read = async () => ({ tenantId, id, keys: await this.channels.signingKeys(tenantId, id) })
    return (await this.keys.get(id, read))?.keys ?? []
  }

  /** The channel of this id, and since when it is held; null unless it is enabled and its tenant served. */
  async byId({ tenantId, id }: ChannelPlace): Promise<{ channel: Channel; readAt: Date } | null> {
    const read = async () => this.served(await this.channels.find(tenantId, id))
    const held = await this.places.getSince(`${tenantId} ${id}`, read)
    return held && { channel: held.value, readAt: held.readAt }
  }

  /** The channel that has a key; null unless it is enabled and its tenant served. */
  byKeyId(keyId: string): Promise<Channel | null> {
    return this.byKey.get(keyId, async () => this.served(await this.channels.findBySigningKey(keyId)))
  }

  private async served(channel: Channel | null): Promise<Channel | null> {
    if (channel?.isEnabled !== true) return null
    return (await this.tenants.isServed(channel.tenantId)) ? channel : null
  }
}

const groundsOf = ({ tenantId, id }: ChannelPlace) => ({
  tenantId,
  keys: [channelConnections(tenantId, id).key, heldOfChannel(tenantId, id).key],
})
