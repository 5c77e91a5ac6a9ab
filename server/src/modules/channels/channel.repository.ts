import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { channelSchema } from './channel.schema.js'
import type { ChannelDocument } from './channel.schema.js'

export interface Channel {
  id: string
  tenantId: string
  key: string
  name: string
  queueId: string
}

@Singleton()
export class ChannelRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ChannelDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('channels', channelSchema)
  }

  /** Adds a channel unless its key is taken. */
  async add(channel: Omit<Channel, 'id'>): Promise<void> {
    try {
      await this.model.create({ ...channel, queueId: new Types.ObjectId(channel.queueId) })
    } catch (error) {
      if (!isDuplicateOf(error, 'channels_key')) throw error
    }
  }

  /** By channels_key: the key of a public address is what names the tenant. */
  async findByKey(key: string): Promise<Channel | null> {
    const found = await this.model
      .findOne({ key })
      .comment('every tenant: a channel key is what names its tenant')
      .lean()
    return found && toChannel(found)
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<Channel | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toChannel(found)
  }
}

function toChannel({ _id, queueId, tenantId, key, name }: ChannelDocument): Channel {
  return { id: _id.toHexString(), queueId: queueId.toHexString(), tenantId, key, name }
}
