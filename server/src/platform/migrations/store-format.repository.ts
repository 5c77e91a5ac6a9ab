import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../mongo/duplicate-key.js'
import { storeFormatSchema } from './store-format.schema.js'
import type { StoreFormatDocument } from './store-format.schema.js'

const COMMENT = 'every tenant: they share one store'
const OVER = new Date(0)

export type StoreFormat = Omit<StoreFormatDocument, '_id'>

/** The format of the store and the right to change it. By _id. */
@Singleton()
export class StoreFormatRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StoreFormatDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('storeFormats', storeFormatSchema)
  }

  async find(): Promise<StoreFormat | null> {
    return this.model.findOne({ _id: 'format' }).comment(COMMENT).lean()
  }

  /** Notes the format of a store that has none on record; of nodes that start together one does. */
  async begin(format: { version: number; worksFrom: number }): Promise<void> {
    const first = { ...format, done: [], positions: {}, node: '', epoch: 0, until: OVER }
    try {
      await retryingContended(() =>
        this.model.updateOne({ _id: 'format' }, { $setOnInsert: first }, { upsert: true, comment: COMMENT }),
      )
    } catch (error) {
      if (!isDuplicateOf(error, '_id_')) throw error
    }
  }

  /** Null while another node holds it. */
  async take(holder: { node: string; until: Date; now: Date }): Promise<StoreFormat | null> {
    const { node, until, now } = holder
    return this.model
      .findOneAndUpdate(
        { _id: 'format', until: { $lte: now } },
        { $set: { node, until }, $inc: { epoch: 1 } },
        { returnDocument: 'after', comment: COMMENT },
      )
      .lean()
  }

  /** False when the lease has gone to another node. */
  renew(epoch: number, until: Date): Promise<boolean> {
    return this.change(epoch, { $set: { until } })
  }

  /** Keeps how far a step has come. False when the lease has gone to another node. */
  reach(epoch: number, step: string, position: string): Promise<boolean> {
    return this.change(epoch, { $set: { [`positions.${step}`]: position } })
  }

  /** Puts a finished migration on record. False when the lease has gone to another node. */
  finish(epoch: number, done: { version: number; worksFrom: number; name: string; at: Date }): Promise<boolean> {
    const { version, worksFrom, name, at } = done
    return this.change(epoch, {
      $set: { version, positions: {} },
      $max: { worksFrom },
      $push: { done: { version, name, at } },
    })
  }

  async giveBack(epoch: number): Promise<void> {
    await this.change(epoch, { $set: { until: OVER } })
  }

  private async change(epoch: number, update: object): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne({ _id: 'format', epoch }, update, { comment: COMMENT })
    return matchedCount === 1
  }
}
