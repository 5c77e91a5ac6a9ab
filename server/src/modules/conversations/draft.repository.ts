import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Draft } from '@parley/shared/conversations/draft'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { DRAFT_INDEX, draftSchema } from './draft.schema.js'
import type { DraftDocument } from './draft.schema.js'

interface Writer {
  tenantId: string
  staffId: string
}

@Singleton()
export class DraftRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<DraftDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('drafts', draftSchema)
  }

  /** Keeps a draft, or takes it away where nothing is left of it. By drafts_writer. */
  async save({ tenantId, staffId }: Writer, { conversationId, mode, text }: Draft, writtenAt: Date): Promise<void> {
    const ids = { staffId: new Types.ObjectId(staffId), conversationId: new Types.ObjectId(conversationId) }
    const key = { tenantId, ...ids, mode }
    if (text === '') {
      await this.model.deleteOne(key)
      return
    }
    const write = () => this.model.updateOne(key, { $set: { text, writtenAt } }, { upsert: true })
    try {
      await retryingContended(write)
    } catch (error) {
      // Two tabs wrote the first words at once: the draft is there now.
      if (!isDuplicateOf(error, DRAFT_INDEX)) throw error
      await write()
    }
  }

  /** By drafts_newest. */
  async list({ tenantId, staffId }: Writer, limit: number): Promise<Draft[]> {
    const found = await this.model
      .find({ tenantId, staffId: new Types.ObjectId(staffId) })
      .sort({ writtenAt: -1 })
      .limit(limit)
      .lean()
    return found.map(({ conversationId, mode, text }) => ({ conversationId: conversationId.toHexString(), mode, text }))
  }
}
