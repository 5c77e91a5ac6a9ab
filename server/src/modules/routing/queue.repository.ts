import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { queueSchema } from './queue.schema.js'
import type { QueueDocument } from './queue.schema.js'

export interface Queue {
  id: string
  tenantId: string
  name: string
}

@Singleton()
export class QueueRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<QueueDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('queues', queueSchema)
  }

  /** The queue of this name, made where there is none. By queues_name. */
  async ensure(tenantId: string, name: string): Promise<Queue> {
    const found = await this.model.findOne({ tenantId, name }).lean()
    if (found !== null) return toQueue(found)
    try {
      return toQueue(await this.model.create({ tenantId, name }))
    } catch (error) {
      if (!isDuplicateOf(error, 'queues_name')) throw error
      return this.ensure(tenantId, name)
    }
  }

  /** By _id. */
  async exists(tenantId: string, id: string): Promise<boolean> {
    return (await this.model.exists({ tenantId, _id: new Types.ObjectId(id) })) !== null
  }

  /** Where a channel's conversations wait when nobody said so: the tenant's first by name, made where there is none. */
  async defaultOf(tenantId: string): Promise<string> {
    const [first] = await this.model.find({ tenantId }).sort({ name: 1 }).limit(1).lean()
    return first?._id.toHexString() ?? (await this.ensure(tenantId, 'Support')).id
  }

  /** By queues_name. */
  async list(tenantId: string): Promise<Queue[]> {
    return (await this.model.find({ tenantId }).lean()).map(toQueue)
  }
}

function toQueue({ _id, tenantId, name }: QueueDocument): Queue {
  return { id: _id.toHexString(), tenantId, name }
}
