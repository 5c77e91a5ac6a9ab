import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../mongo/connection.js'
import { revocationSchema } from './revocation.schema.js'
import type { RevocationDocument } from './revocation.schema.js'

export type StoredRevocation = Omit<RevocationDocument, '_id'>

@Singleton()
export class RevocationRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<RevocationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('revocations', revocationSchema)
  }

  async add(revocation: StoredRevocation): Promise<void> {
    await this.model.create(revocation)
  }

  /** Of every tenant, by revocations_at. */
  async listSince(since: Date): Promise<StoredRevocation[]> {
    const found = await this.model
      .find({ at: { $gt: since } })
      .sort({ at: 1 })
      .comment('every tenant: each node cuts what was revoked anywhere')
      .lean()
    return found.map(({ tenantId, key, sessionId, exceptSessionId, at }) => ({
      tenantId,
      key: key ?? null,
      sessionId: sessionId ?? null,
      exceptSessionId: exceptSessionId ?? null,
      at,
    }))
  }
}
