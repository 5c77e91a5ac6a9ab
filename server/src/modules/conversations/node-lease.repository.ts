import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { nodeLeaseSchema } from './node-lease.schema.js'
import type { NodeLeaseDocument } from './node-lease.schema.js'

const COMMENT = 'every tenant: nodes serve all of them'

@Singleton()
export class NodeLeaseRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<NodeLeaseDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('nodeLeases', nodeLeaseSchema)
  }

  async renew(node: string, lease: { lastWriteAt: Date; expiresAt: Date }): Promise<void> {
    await this.model.updateOne({ _id: node }, { $set: lease }, { upsert: true, comment: COMMENT })
  }

  async remove(node: string): Promise<void> {
    await this.model.deleteOne({ _id: node }, { comment: COMMENT })
  }

  /** Nodes whose word has run out, by nodeLeases_expiry. */
  async listExpired(storeNow: Date): Promise<{ node: string; lastWriteAt: Date }[]> {
    const found = await this.model
      .find({ expiresAt: { $lt: storeNow } })
      .comment(COMMENT)
      .lean()
    return found.map(({ _id, lastWriteAt }) => ({ node: _id, lastWriteAt }))
  }
}
