import { Init, Inject, Singleton } from '@midwayjs/core'
import { LRUCache } from 'lru-cache'
import { FactBus } from '../../platform/fact-bus.js'
import type { Channel } from './channel.js'
import { ChannelRepository } from './channel.repository.js'
import type { SigningKeyPart } from './channel.schema.js'

/** A key that another node retires is refused here this much later at most; promised are two seconds. */
const REMEMBERED_MS = 1_000
const CHANNELS_MAX = 1_000

/** The signing keys of channels, remembered for a moment: every page of a host may ask for an unread count. */
@Singleton()
export class ChannelKeys {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly bus!: FactBus

  private readonly keys = new LRUCache<string, Promise<SigningKeyPart[]>>({ max: CHANNELS_MAX, ttl: REMEMBERED_MS })
  private readonly byKeyId = new LRUCache<string, Promise<{ channel: Channel | null }>>({
    max: CHANNELS_MAX,
    ttl: REMEMBERED_MS,
  })

  @Init()
  listen(): void {
    this.bus.on('channels:changed', ({ channel }) => {
      this.keys.delete(channel.id)
      for (const { id } of channel.signingKeys) this.byKeyId.delete(id)
    })
  }

  of({ tenantId, id }: Channel): Promise<SigningKeyPart[]> {
    return remembered(this.keys, id, () => this.channels.signingKeys(tenantId, id))
  }

  /** The channel that has this key, if it is enabled. */
  async channelBy(keyId: string): Promise<Channel | null> {
    const read = async () => ({ channel: await this.channels.findBySigningKey(keyId) })
    const { channel } = await remembered(this.byKeyId, keyId, read)
    return channel?.isEnabled === true ? channel : null
  }
}

function remembered<Value extends object>(
  cache: LRUCache<string, Promise<Value>>,
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key)
  if (known !== undefined) return known
  const asked = read()
  cache.set(key, asked)
  asked.catch(() => cache.delete(key))
  return asked
}
