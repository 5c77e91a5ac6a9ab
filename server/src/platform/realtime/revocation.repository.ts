import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../mongo/connection.js'
import { revocationSchema } from './revocation.schema.js'
import type { RevocationDocument } from './revocation.schema.js'

export type StoredRevocation = Omit<RevocationDocument, '_id' | 'isPending'>

/** One that is kept, with what it is found by. */
export type KeptRevocation = StoredRevocation & { id: string; isPending: boolean }

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

  /** Word of changes that are about to be stored. */
  async addPending(revocations: StoredRevocation[]): Promise<KeptRevocation[]> {
    const documents = revocations.map((each) => ({ ...each, _id: new Types.ObjectId(), isPending: true }))
    if (documents.length > 0) await this.model.insertMany(documents)
    return documents.map(toKept)
  }

  /** The change is stored: everybody who was let in before this moment is meant. By _id. */
  async confirm({ tenantId, id }: KeptRevocation, at: Date): Promise<void> {
    const _id = new Types.ObjectId(id)
    await this.model.updateOne({ tenantId, _id }, { $set: { at }, $unset: { isPending: 1 } })
  }

  /** The same for one whose process has died, unless somebody else has done it. By _id. */
  async confirmAbandoned({ tenantId, id }: KeptRevocation, at: Date): Promise<void> {
    const _id = new Types.ObjectId(id)
    await this.model.updateOne({ tenantId, _id, isPending: true }, { $set: { at }, $unset: { isPending: 1 } })
  }

  /** Nothing has changed. By _id. */
  async withdraw({ tenantId, id }: KeptRevocation): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id) })
  }

  /** Of every tenant, by revocations_at. */
  async listSince(since: Date): Promise<KeptRevocation[]> {
    const found = await this.model
      .find({ at: { $gt: since } })
      .sort({ at: 1 })
      .comment('every tenant: each node cuts what was revoked anywhere')
      .lean()
    return found.map(toKept)
  }
}

const toKept = (document: RevocationDocument): KeptRevocation => ({
  id: document._id.toHexString(),
  tenantId: document.tenantId,
  key: document.key ?? null,
  sessionId: document.sessionId ?? null,
  exceptSessionId: document.exceptSessionId ?? null,
  at: document.at,
  isPending: document.isPending === true,
})
