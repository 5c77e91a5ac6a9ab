import { join } from 'node:path'
import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { EmbeddedStore } from '@parley/embedded-store'
import mongoose from 'mongoose'
import type { Connection, Model, mongo, Schema } from 'mongoose'
import { CurrentSettings } from '../../config/current-settings.js'
import { inTime } from '../in-time.js'
import { CommandGuard } from './command-guard.js'
import { DATABASE, hasDatabase } from './database-name.js'
import { repeatWhatIsGivenUp } from './given-up.js'

const CLOCK_OFFSET_EVERY_MS = 30_000
/** An answer that took longer says too little about the moment in which it was given. */
const CLOCK_ANSWER_WITHIN_MS = 1_000
const CLOCK_NOISE_MS = 20
const PING_WITHIN_MS = 2_000

/**
 * The one connection to the store: a real MongoDB when `MONGODB_URI` is set, else the embedded store, by the same driver.
 * Every write waits for a majority and the journal, because an ack promises that nothing is lost (P1).
 */
@Singleton()
export class MongoConnection {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly guard!: CommandGuard

  @Logger()
  private readonly logger!: ILogger

  private embedded: EmbeddedStore | undefined
  private offsetTimer: NodeJS.Timeout | undefined
  private storeAheadMs = 0

  private readonly connection: Connection = mongoose.createConnection()

  /** The model of a collection on this connection; repositories of one collection share it. */
  model<Document>(name: string, schema: Schema<Document>): Model<Document> {
    const known = this.connection.models[name] as Model<Document> | undefined
    if (known !== undefined) return known
    const model = this.connection.model<Document>(name, schema)
    repeatWhatIsGivenUp(model)
    return model
  }

  /** Connects, starting the embedded store when there is no other. Rejects with a sentence that a person understands. */
  async start(): Promise<void> {
    const uri = this.settings.values.mongodbUri ?? (await this.startEmbedded())
    await this.connection.openUri(uri, {
      ...(this.settings.values.mongodbUri === null || !hasDatabase(uri) ? { dbName: DATABASE } : {}),
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 50,
      serverSelectionTimeoutMS: 5_000,
      // A connection that is not answered holds up whoever waits for one: the driver's own half a minute is too long for that.
      connectTimeoutMS: 10_000,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      monitorCommands: this.settings.values.isTest,
    })
    this.guard.watch(this.connection.getClient())
    await this.measureOffset()
    this.offsetTimer = setInterval(() => void this.measureOffset().catch(() => undefined), CLOCK_OFFSET_EVERY_MS)
    this.offsetTimer.unref()
  }

  /**
   * Builds the indexes that are missing. Duplicates that prevent a unique one end the start with its name: without it the
   * promises do not hold.
   */
  async ensureIndexes(): Promise<void> {
    for (const model of Object.values(this.connection.models)) {
      const specs = model.schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription)
      try {
        // In one command: the library's own way asks for each by itself.
        if (specs.length > 0) await model.collection.createIndexes(specs)
      } catch (error) {
        throw new Error(
          `An index of the collection "${model.collection.collectionName}" cannot be built: ${(error as Error).message}`,
          { cause: error },
        )
      }
    }
  }

  /** A collection without a model, for what has to read documents of any age. */
  collection(name: string): mongo.Collection {
    return this.database.collection(name)
  }

  async hasCollection(name: string): Promise<boolean> {
    return (await this.database.listCollections({ name }, { nameOnly: true }).toArray()).length > 0
  }

  /** Whether the store is new: nothing was ever kept in it. */
  async isEmpty(): Promise<boolean> {
    return (await this.database.listCollections({}, { nameOnly: true }).toArray()).length === 0
  }

  objectId(hex: string): mongo.ObjectId {
    return new mongoose.mongo.ObjectId(hex)
  }

  private get database(): mongo.Db {
    const { db } = this.connection
    if (db === undefined) throw new Error('The store is not connected')
    return db
  }

  /** The present moment by the store's clock, by which leases are judged. */
  now(): Date {
    return new Date(Date.now() + this.storeAheadMs)
  }

  /** Whether the store answers, for `/readyz`. */
  async isReachable(): Promise<boolean> {
    if (this.embedded?.isAlive() === false) return false
    try {
      await inTime(this.database.command({ ping: 1 }), PING_WITHIN_MS)
      return this.connection.readyState === mongoose.ConnectionStates.connected
    } catch {
      return false
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.offsetTimer)
    await this.guard.settle()
    await this.connection.close()
    await this.embedded?.stop()
  }

  private async startEmbedded(): Promise<string> {
    // Loaded only where it is needed: a server with a real MongoDB carries none of it.
    const { startEmbeddedStore } = await import('@parley/embedded-store')
    this.embedded = await startEmbeddedStore({
      directory: join(this.settings.values.dataDirectory, 'store'),
      onExit: ({ message }) => this.logger.error('the embedded store ended and is started again: %s', message),
    })
    return this.embedded.uri
  }

  private async measureOffset(): Promise<void> {
    const asked = Date.now()
    const hello = await this.connection.db?.command({ hello: 1 })
    const localTime = hello?.['localTime'] as Date | undefined
    const tookMs = Date.now() - asked
    if (localTime === undefined || tookMs > CLOCK_ANSWER_WITHIN_MS) return
    const aheadMs = localTime.getTime() - asked - tookMs / 2
    // Clocks that agree as far as this can tell are left alone.
    this.storeAheadMs = Math.abs(aheadMs) <= tookMs / 2 + CLOCK_NOISE_MS ? 0 : aheadMs
  }
}
