import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { DISPATCH_LEASE_INDEX, dispatchLeaseSchema } from './dispatch-lease.schema.js'
import type { DispatchLeaseDocument } from './dispatch-lease.schema.js'

export interface QueueKey {
  tenantId: string
  queueId: string
}

/** What a node was given: the right to hand out a queue under this epoch, and how often others wanted it before. */
export interface Held {
  epoch: number
  wanted: number
}

const OVER = new Date(0)

/** Leases by dispatchLeases_queue. */
@Singleton()
export class DispatchLeaseRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<DispatchLeaseDocument>
  private readonly made = new Set<string>()

  @Init()
  initialize(): void {
    this.model = this.mongo.model('dispatchLeases', dispatchLeaseSchema)
  }

  /** Null while another node holds it. */
  async take({ tenantId, queueId }: QueueKey, holder: { node: string; until: Date; now: Date }): Promise<Held | null> {
    await this.ensure({ tenantId, queueId })
    const { node, until, now } = holder
    const given = await this.model
      .findOneAndUpdate(
        { tenantId, queueId, until: { $lte: now } },
        { $set: { node, until }, $inc: { epoch: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
    return given && { epoch: given.epoch, wanted: given.wanted }
  }

  /** Lets the holder know that there may be more to hand out. */
  async want({ tenantId, queueId }: QueueKey): Promise<void> {
    await this.model.updateOne({ tenantId, queueId }, { $inc: { wanted: 1 } })
  }

  /** False when the lease has gone to another node. */
  async renew({ tenantId, queueId }: QueueKey, epoch: number, until: Date): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne({ tenantId, queueId, epoch }, { $set: { until } })
    return matchedCount === 1
  }

  /** Gives it back unless somebody wanted it meanwhile; then the holder goes on with what it returns. */
  async giveBack({ tenantId, queueId }: QueueKey, { epoch, wanted }: Held): Promise<Held | null> {
    const { matchedCount } = await this.model.updateOne({ tenantId, queueId, epoch, wanted }, { $set: { until: OVER } })
    if (matchedCount === 1) return null
    const now = await this.model.findOne({ tenantId, queueId, epoch }).lean()
    return now && { epoch, wanted: now.wanted }
  }

  private async ensure({ tenantId, queueId }: QueueKey): Promise<void> {
    const key = `${tenantId} ${queueId}`
    if (this.made.has(key)) return
    const first = { node: '', epoch: 0, until: OVER, wanted: 0 }
    try {
      await retryingContended(() =>
        this.model.updateOne({ tenantId, queueId }, { $setOnInsert: first }, { upsert: true }),
      )
    } catch (error) {
      if (!isDuplicateOf(error, DISPATCH_LEASE_INDEX)) throw error
    }
    this.made.add(key)
  }
}
