import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Silence } from '@parley/shared/routing/queues'
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
  isEnabled: boolean
  silence: Silence | null
  version: number
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

  /** By _id. */
  async find(tenantId: string, id: string): Promise<Queue | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toQueue(found)
  }

  /** @throws ParleyError `name_taken` */
  async add(tenantId: string, name: string): Promise<Queue> {
    return refusingTakenName(async () =>
      toQueue(await this.model.create({ tenantId, name, isEnabled: true, version: 1 })),
    )
  }

  /** Changes a queue as somebody saw it. @throws ParleyError `not_found`, `edit_conflict`, `name_taken` */
  async edit(
    seen: { tenantId: string; id: string; version: number },
    change: { name?: string; isEnabled?: boolean; silence?: Silence | null },
  ): Promise<Queue> {
    const { tenantId, id, version } = seen
    const found = await refusingTakenName(() =>
      this.model
        .findOneAndUpdate(
          { tenantId, _id: new Types.ObjectId(id), version: version === 0 ? { $in: [0, null] } : version },
          { $set: change, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean(),
    )
    if (found !== null) return toQueue(found)
    throw new ParleyError((await this.exists(tenantId, id)) ? 'edit_conflict' : 'not_found')
  }

  /** By queues_name. */
  async list(tenantId: string): Promise<Queue[]> {
    return (await this.model.find({ tenantId }).lean()).map(toQueue)
  }
}

async function refusingTakenName<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (isDuplicateOf(error, 'queues_name')) throw new ParleyError('name_taken')
    throw error
  }
}

function toQueue({ _id, tenantId, name, isEnabled, silence, version }: QueueDocument): Queue {
  return {
    ...{ id: _id.toHexString(), tenantId, name },
    isEnabled: isEnabled ?? true,
    silence: silence ?? null,
    version: version ?? 0,
  }
}
