import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { contactCodeSchema } from './contact-code.schema.js'
import type { ContactCodeDocument } from './contact-code.schema.js'

export interface StoredCode {
  tenantId: string
  channelId: string
  hash: string
  identity: string
  expiresAt: Date
}

@Singleton()
export class ContactCodeRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ContactCodeDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contactCodes', contactCodeSchema)
  }

  async add({ hash, ...code }: StoredCode): Promise<void> {
    await this.model.create({ _id: hash, ...code })
  }

  /** Uses one up, by its _id; of two at once one gets it. Null when it is gone, another channel's, or too old. */
  async take(
    { tenantId, channelId, hash }: Pick<StoredCode, 'tenantId' | 'channelId' | 'hash'>,
    now: Date,
  ): Promise<string | null> {
    const found = await this.model.findOneAndDelete({ _id: hash, tenantId, channelId }).lean()
    return found !== null && found.expiresAt > now ? found.identity : null
  }
}
