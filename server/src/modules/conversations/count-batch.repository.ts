import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { conversationSchema } from './conversation.schema.js'
import type { ConversationDocument } from './conversation.schema.js'
import { COUNT_BATCH_INDEX, countBatchSchema } from './count.schema.js'
import type { CountBatchDocument } from './count.schema.js'
import { CountSum } from './count-moves.js'
import type { CountDelta } from './count-moves.js'

/** A conversation as far as counting goes. */
export type Countable = Pick<ConversationDocument, '_id' | 'queueId' | 'assigneeId' | 'state' | 'counted' | 'countedIn'>

const COUNTABLE = { queueId: 1, assigneeId: 1, state: 1, counted: 1, countedIn: 1 } as const

/** Which conversations are to be counted, and the batches in which they are. */
@Singleton()
export class CountBatchRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private batches!: Model<CountBatchDocument>
  private conversations!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.batches = this.mongo.model('inboxCountBatches', countBatchSchema)
    this.conversations = this.mongo.model('conversations', conversationSchema)
  }

  /** The tenants in which something is to be counted, as far as a page of it tells. By conversations_uncounted. */
  async listTenantsWithUncounted(limit: number): Promise<string[]> {
    const found = await this.conversations
      .find({ isUncounted: true }, { tenantId: 1 })
      .limit(limit)
      .comment('every tenant: what is to be counted')
      .lean()
    return [...new Set(found.map(({ tenantId }) => tenantId))]
  }

  /** By conversations_uncounted. */
  listUncounted(tenantId: string, limit: number): Promise<Countable[]> {
    return this.conversations.find({ tenantId, isUncounted: true }, COUNTABLE).limit(limit).lean()
  }

  /** The last batch of a tenant. Where there was none, all that is stored is to be counted. By inboxCountBatches_tenant. */
  async last(tenantId: string): Promise<CountBatchDocument> {
    const found = await this.batches.findOne({ tenantId }).lean()
    if (found !== null) return found
    await this.conversations.updateMany(
      { tenantId, countedIn: { $exists: false }, state: { $in: ['waiting', 'assigned', 'ended'] } },
      { $set: { isUncounted: true } },
    )
    try {
      await this.batches.create({ tenantId, batch: 0, moves: [], isRebuild: false, rebuiltAt: this.mongo.now() })
    } catch (error) {
      if (!isDuplicateOf(error, COUNT_BATCH_INDEX)) throw error
    }
    return this.last(tenantId)
  }

  /** Writes the next batch down; null when another node was faster. By inboxCountBatches_tenant. */
  async open(
    { tenantId, batch }: CountBatchDocument,
    next: Pick<CountBatchDocument, 'moves' | 'isRebuild'>,
  ): Promise<CountBatchDocument | null> {
    const rebuiltAt = next.isRebuild ? { rebuiltAt: this.mongo.now() } : {}
    return this.batches
      .findOneAndUpdate(
        { tenantId, batch, moves: { $size: 0 }, isRebuild: false },
        { $set: { batch: batch + 1, ...next, ...rebuiltAt } },
        { returnDocument: 'after' },
      )
      .lean()
  }

  /** Everything has followed. By inboxCountBatches_tenant. */
  async close({ tenantId, batch }: CountBatchDocument): Promise<void> {
    await this.batches.updateOne({ tenantId, batch }, { $set: { moves: [], isRebuild: false } })
  }

  /** Lets the conversations say what they count as; who changed meanwhile stays to be counted. By _id. */
  async settle({ tenantId, batch, moves }: CountBatchDocument): Promise<void> {
    const operations = moves.flatMap(({ conversationId: _id, to }) => [
      {
        updateOne: {
          filter: { tenantId, _id, countedIn: { $not: { $gte: batch } } },
          update: { $set: { counted: to, countedIn: batch } },
        },
      },
      unmark({ tenantId, _id, ...to, countedIn: batch }),
    ])
    if (operations.length > 0) await this.conversations.bulkWrite(operations, { ordered: true })
  }

  /** Those that count already as what they are: they changed and changed back. By _id. */
  async unmark(tenantId: string, conversations: readonly Countable[]): Promise<void> {
    if (conversations.length === 0) return
    const operations = conversations.map(({ _id, queueId, assigneeId, state, countedIn }) =>
      unmark({ tenantId, _id, queueId, assigneeId, state, countedIn: countedIn ?? { $exists: false } }),
    )
    await this.conversations.bulkWrite(operations, { ordered: false })
  }

  /** What the conversations of a tenant say that they count as, summed up by rows. By the indexes that begin with the tenant. */
  async sumUp(tenantId: string): Promise<CountDelta[]> {
    const found = this.conversations.find({ tenantId, counted: { $exists: true } }, { counted: 1 }).lean()
    const sum = new CountSum()
    for await (const { counted = null } of found.cursor({ batchSize: 1_000 })) sum.add(counted, 1)
    return sum.rows
  }

  /** Whose counts were last made anew before a moment. By inboxCountBatches_rebuilt. */
  async listNotRebuiltSince(moment: Date): Promise<string[]> {
    const found = await this.batches
      .find({ rebuiltAt: { $lt: moment } }, { tenantId: 1 })
      .comment('every tenant: whose counts are made anew')
      .lean()
    return found.map(({ tenantId }) => tenantId)
  }
}

/** It counts as what it is, if it still is. */
function unmark(filter: Record<string, unknown>) {
  return { updateOne: { filter, update: { $unset: { isUncounted: 1 as const } } } }
}
