import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { firstAccountIdSchema } from './first-account-id.schema.js'
import type { FirstAccountIdDocument } from './first-account-id.schema.js'

/** Starts without anybody using the set-up: the oldest secrets are forgotten then. */
const SECRETS_KEPT = 20

@Singleton()
export class FirstAccountIdRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<FirstAccountIdDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('firstAccountIds', firstAccountIdSchema)
  }

  /** The id that a tenant's first account has or will have, the same for all who ask. By firstAccountIds_tenant. */
  async ensure(tenantId: string): Promise<string> {
    const found = await this.model.findOne({ tenantId }).lean()
    if (found !== null) return found.accountId
    try {
      const accountId = new Types.ObjectId().toHexString()
      await this.model.create({ tenantId, accountId, secretHashes: [] })
    } catch (error) {
      if (!isDuplicateOf(error, 'firstAccountIds_tenant')) throw error
    }
    return this.ensure(tenantId)
  }

  /** Lets a further secret open the set-up. */
  async addSecret(tenantId: string, hash: string): Promise<void> {
    await this.ensure(tenantId)
    await this.model.updateOne(
      { tenantId },
      {
        $push: { secretHashes: { $each: [hash], $slice: -SECRETS_KEPT } },
      },
    )
  }

  async isSecret(tenantId: string, hash: string): Promise<boolean> {
    return (await this.model.findOne({ tenantId }).lean())?.secretHashes.includes(hash) ?? false
  }

  async forgetSecrets(tenantId: string): Promise<void> {
    await this.model.updateOne({ tenantId }, { $set: { secretHashes: [] } })
  }
}
