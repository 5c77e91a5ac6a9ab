import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { SecretBox } from '../../platform/secret-box.js'
import { NEW_CHANNEL } from './channel.js'
import type { Channel, ChannelSettings } from './channel.js'
import { CHANNEL_KEY_INDEX, channelSchema } from './channel.schema.js'
import type { ChannelDocument, SigningKeyPart, StoredSigningKey } from './channel.schema.js'

/** What every read leaves out but the one that asks for secrets. */
const WITHOUT_SECRETS = { 'signingKeys.secret': 0 } as const

/** A channel as somebody saw it who now changes it. */
interface Seen {
  tenantId: string
  id: string
  version: number
}

@Singleton()
export class ChannelRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly secrets!: SecretBox

  private model!: Model<ChannelDocument>
  private readonly reads = new GatheredReads<Channel>((...asked) => this.listByIds(...asked))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('channels', channelSchema)
  }

  /** Adds a channel. Null when its key is taken, by whichever tenant. */
  async add(
    channel: ChannelSettings & Pick<Channel, 'tenantId' | 'key'>,
    createdAt: Date,
    keys: SigningKeyPart[] = [],
  ): Promise<Channel | null> {
    const queueId = new Types.ObjectId(channel.queueId)
    const signingKeys = await this.sealed(keys)
    const document = { ...channel, _id: new Types.ObjectId(), queueId, signingKeys, createdAt, version: 0 }
    try {
      await retryingContended(() => this.model.create(document))
      return toChannel(document)
    } catch (error) {
      if (isDuplicateOf(error, CHANNEL_KEY_INDEX)) return null
      throw error
    }
  }

  /** By channels_key: the key of a public address is what names the tenant. */
  async findByKey(key: string): Promise<Channel | null> {
    const found = await this.model
      .findOne({ key }, WITHOUT_SECRETS)
      .comment('every tenant: a channel key is what names its tenant')
      .lean()
    return found && toChannel(found)
  }

  /** By channels_signingKey. */
  async findBySigningKey(keyId: string): Promise<Channel | null> {
    const found = await this.model
      .findOne({ 'signingKeys.id': keyId }, WITHOUT_SECRETS)
      .comment("every tenant: a token's key id is what names its tenant")
      .lean()
    return found && toChannel(found)
  }

  /** With those asked for at the same time: everybody who connects comes by one. */
  async find(tenantId: string, id: string): Promise<Channel | null> {
    return (await this.reads.get(tenantId, id)) ?? null
  }

  /** By _id. */
  private async listByIds(tenantId: string, ids: string[]): Promise<Map<string, Channel>> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) }
    const found = await this.model.find({ tenantId, _id }, WITHOUT_SECRETS).lean()
    return new Map(found.map((each) => [each._id.toHexString(), toChannel(each)]))
  }

  /** By channels_name. */
  async list(tenantId: string): Promise<Channel[]> {
    const found = await this.model.find({ tenantId }, WITHOUT_SECRETS).sort({ name: 1 }).lean()
    return found.map(toChannel)
  }

  /** The secrets leave the store here alone, to read tokens with. By _id. */
  async signingKeys(tenantId: string, id: string): Promise<SigningKeyPart[]> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }, { signingKeys: 1 }).lean()
    const opened = await Promise.all((found?.signingKeys ?? []).map((key) => this.opened(key)))
    return opened.filter((key) => key !== null)
  }

  /** @throws ParleyError `not_found`; `edit_conflict` when it has changed since it was seen */
  async change(seen: Seen, change: Partial<ChannelSettings>): Promise<Channel> {
    const { queueId, ...rest } = change
    return this.write(seen, queueId === undefined ? rest : { ...rest, queueId: new Types.ObjectId(queueId) })
  }

  /** @throws ParleyError as `change` does */
  async replaceSigningKeys(seen: Seen, keys: SigningKeyPart[]): Promise<Channel> {
    return this.write(seen, { signingKeys: await this.sealed(keys) })
  }

  private sealed(keys: SigningKeyPart[]): Promise<StoredSigningKey[]> {
    const seal = ({ id, secret }: SigningKeyPart) => this.secrets.seal(secret.toString('base64url'), subjectOf(id))
    return Promise.all(keys.map(async (key) => ({ ...key, secret: await seal(key) })))
  }

  /** Null when it was sealed with a key that this server has not. */
  private async opened(key: StoredSigningKey): Promise<SigningKeyPart | null> {
    if (typeof key.secret !== 'string') return { ...key, secret: bytesOf(key.secret) }
    const found = await this.secrets.open(key.secret, subjectOf(key.id))
    return found && { ...key, secret: Buffer.from(found.secret, 'base64url') }
  }

  private async write({ tenantId, id, version }: Seen, $set: Partial<ChannelDocument>): Promise<Channel> {
    const _id = new Types.ObjectId(id)
    const found = await this.model
      .findOneAndUpdate({ tenantId, _id, version }, { $set, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean()
    if (found !== null) return toChannel(found)
    throw new ParleyError((await this.find(tenantId, id)) === null ? 'not_found' : 'edit_conflict')
  }
}

const subjectOf = (keyId: string): string => `signing key ${keyId}`

/** The driver hands out its own wrapper of bytes. */
const bytesOf = (secret: Buffer): Buffer => Buffer.from((secret as unknown as { buffer: Uint8Array }).buffer)

/** A channel that was stored before channels had settings lacks some: it has those of a new one. */
type StoredChannel = Partial<ChannelDocument> & Pick<ChannelDocument, '_id' | 'tenantId' | 'key' | 'name' | 'queueId'>

function toChannel(document: StoredChannel): Channel {
  const { _id, queueId, signingKeys = [], createdAt = _id.getTimestamp(), version = 0, ...rest } = document
  return {
    ...NEW_CHANNEL,
    ...rest,
    id: _id.toHexString(),
    queueId: queueId.toHexString(),
    signingKeys: signingKeys.map((key) => ({ id: key.id, createdAt: key.createdAt, retiresAt: key.retiresAt })),
    createdAt,
    version,
  }
}
