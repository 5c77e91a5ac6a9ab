import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { retryingContended } from '../../platform/mongo/duplicate-key.js'
import type { InboxReader } from './inbox.repository.js'
import { countSchema } from './count.schema.js'
import type { CountDocument } from './count.schema.js'
import { rowKeyOf } from './count-moves.js'
import type { CountDelta } from './count-moves.js'

/** A row as it is told. */
export interface StoredCount {
  queueId: string
  assigneeId: string | null
  waiting: number
  assigned: number
  ended: number
  version: number
}

type RowKey = Pick<CountDelta, 'queueId' | 'assigneeId'>

/** The rows of the counts. What changes them carries the number of its batch, so that each batch counts once. */
@Singleton()
export class CountRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<CountDocument>
  /** Rows that exist, as far as this node knows: they are never removed. */
  private readonly known = new Set<string>()

  @Init()
  initialize(): void {
    this.model = this.mongo.model('inboxCounts', countSchema)
  }

  /** Of the queues that somebody sees, and their own. By inboxCounts_row. */
  async listFor({ tenantId, staffId, grants, queueIds }: InboxReader): Promise<StoredCount[]> {
    const scope = grants['conversations.read']
    const own = { assigneeId: new Types.ObjectId(staffId) }
    const ofQueues =
      scope === 'all'
        ? [{ assigneeId: null }]
        : scope === 'queue'
          ? [{ assigneeId: null, queueId: { $in: queueIds.map((id) => new Types.ObjectId(id)) } }]
          : []
    const parts = [own, ...ofQueues].map((filter) => this.model.find({ tenantId, ...filter }).lean())
    return (await Promise.all(parts)).flat().map(toCount)
  }

  /** Asked for together: rows of the same people and queues that nobody asked for come with them, and are few. By inboxCounts_row. */
  async list(tenantId: string, keys: readonly RowKey[]): Promise<StoredCount[]> {
    const asked = new Set(keys.map(rowKeyOf))
    const found = await this.model
      .find({
        tenantId,
        assigneeId: { $in: onceEach(keys.map(({ assigneeId }) => assigneeId)) },
        queueId: { $in: onceEach(keys.map(({ queueId }) => queueId)) },
      })
      .lean()
    return found.filter((row) => asked.has(rowKeyOf(row))).map(toCount)
  }

  /** Adds what a batch changes, where it was not added before. By inboxCounts_row. */
  async add(tenantId: string, batch: number, deltas: readonly CountDelta[]): Promise<void> {
    await this.ensure(tenantId, deltas)
    await this.write(
      deltas.map(({ queueId, assigneeId, waiting, assigned, ended }) => ({
        filter: { tenantId, queueId, assigneeId, batch: { $lt: batch } },
        update: { $inc: { waiting, assigned, ended }, $set: { batch } },
      })),
    )
  }

  /** Makes every row of a tenant what was counted, zero where nothing was. By inboxCounts_row. */
  async replace(tenantId: string, batch: number, counted: readonly CountDelta[]): Promise<RowKey[]> {
    const held = await this.model.find({ tenantId }, { queueId: 1, assigneeId: 1 }).lean()
    const zero = { waiting: 0, assigned: 0, ended: 0 }
    const rows = new Map<string, CountDelta>(
      held.map(({ queueId, assigneeId }) => [rowKeyOf({ queueId, assigneeId }), { queueId, assigneeId, ...zero }]),
    )
    for (const row of counted) rows.set(rowKeyOf(row), row)
    await this.ensure(tenantId, counted)
    await this.write(
      [...rows.values()].map(({ queueId, assigneeId, ...counts }) => ({
        filter: { tenantId, queueId, assigneeId, batch: { $lt: batch } },
        update: { $set: { ...counts, batch } },
      })),
    )
    return [...rows.values()]
  }

  private async ensure(tenantId: string, keys: readonly RowKey[]): Promise<void> {
    const missing = keys.filter((key) => !this.known.has(`${tenantId} ${rowKeyOf(key)}`))
    const first = { waiting: 0, assigned: 0, ended: 0, batch: 0 }
    await this.write(
      missing.map(({ queueId, assigneeId }) => ({
        filter: { tenantId, queueId, assigneeId },
        update: { $setOnInsert: first },
        upsert: true,
      })),
    )
    for (const key of missing) this.known.add(`${tenantId} ${rowKeyOf(key)}`)
  }

  private async write(updates: { filter: object; update: object; upsert?: boolean }[]): Promise<void> {
    if (updates.length === 0) return
    const operations = updates.map((updateOne) => ({ updateOne }))
    await retryingContended(() => this.model.bulkWrite(operations, { ordered: false }))
  }
}

const onceEach = <Id extends Types.ObjectId | null>(ids: readonly Id[]): Id[] => [
  ...new Map(ids.map((id) => [String(id), id])).values(),
]

const toCount = ({ queueId, assigneeId, waiting, assigned, ended, batch }: CountDocument): StoredCount => ({
  queueId: queueId.toHexString(),
  assigneeId: assigneeId?.toHexString() ?? null,
  waiting,
  assigned,
  ended,
  version: batch,
})
