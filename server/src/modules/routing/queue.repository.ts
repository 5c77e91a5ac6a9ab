import { Init, Inject, Singleton } from '@midwayjs/core'
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

  /** By queues_name. */
  async list(tenantId: string): Promise<Queue[]> {
    return (await this.model.find({ tenantId }).lean()).map(toQueue)
  }
}

function toQueue({ _id, tenantId, name }: QueueDocument): Queue {
  return { id: _id.toHexString(), tenantId, name }
}
