import { Init, Inject, Singleton } from '@midwayjs/core'
import type { mongo } from 'mongoose'
import { MongoConnection } from '../mongo/connection.js'
import { retryingContended } from '../mongo/duplicate-key.js'
import { ATTEMPTS, attemptSchema } from './attempt.schema.js'

/** Accounts and addresses are claimed before anybody knows of which tenant they are: the counters are the installation's. */
const tenantId = 'installation'

/** How often secrets were guessed at of late. */
@Singleton()
export class AttemptRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  @Init()
  initialize(): void {
    this.mongo.model(ATTEMPTS, attemptSchema)
  }

  /** The part of a collection that `RateLimiterMongo` uses, in which every query names its tenant. By attempts_key. */
  counters() {
    const kept = this.mongo.collection(ATTEMPTS)
    return {
      findOneAndUpdate: (which: mongo.Document, update: mongo.Document, options: mongo.FindOneAndUpdateOptions) =>
        retryingContended(() => kept.findOneAndUpdate({ ...which, tenantId }, update, options)),
      findOne: (which: mongo.Document) => kept.findOne({ ...which, tenantId }),
      deleteOne: (which: mongo.Document) => retryingContended(() => kept.deleteOne({ ...which, tenantId })),
    }
  }
}
