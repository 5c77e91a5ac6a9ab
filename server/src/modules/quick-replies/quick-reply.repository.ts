import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { quickReplySchema, SHORTCUT_INDEX } from './quick-reply.schema.js'
import type { QuickReplyDocument } from './quick-reply.schema.js'

export interface StoredQuickReply {
  id: string
  tenantId: string
  audience: string
  shortcut: string
  text: string
  version: number
}

@Singleton()
export class QuickReplyRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<QuickReplyDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('quickReplies', quickReplySchema)
  }

  /** By quickReplies_shortcut. */
  async list(tenantId: string, audiences: readonly string[]): Promise<StoredQuickReply[]> {
    const found = await this.model
      .find({ tenantId, audience: { $in: [...audiences] } })
      .sort({ audience: 1, shortcut: 1 })
      .lean()
    return found.map(toQuickReply)
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<StoredQuickReply | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toQuickReply(found)
  }

  /** How many an audience has, counted no further than to a limit. By quickReplies_shortcut. */
  count(tenantId: string, audience: string, limit: number): Promise<number> {
    return this.model.countDocuments({ tenantId, audience }, { limit }).exec()
  }

  async add(reply: Omit<StoredQuickReply, 'id' | 'version'>): Promise<StoredQuickReply | 'taken'> {
    const document = { ...reply, _id: new Types.ObjectId(), version: 0 }
    try {
      await retryingContended(() => this.model.create(document))
      return toQuickReply(document)
    } catch (error) {
      if (isDuplicateOf(error, SHORTCUT_INDEX)) return 'taken'
      throw error
    }
  }

  /** Null when it has been changed since the version that the editor saw. */
  async edit(
    { tenantId, id, version }: Pick<StoredQuickReply, 'tenantId' | 'id' | 'version'>,
    change: { shortcut?: string; text?: string },
  ): Promise<StoredQuickReply | 'taken' | null> {
    try {
      const found = await this.model
        .findOneAndUpdate(
          { tenantId, _id: new Types.ObjectId(id), version },
          { $set: change, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean()
      return found && toQuickReply(found)
    } catch (error) {
      if (isDuplicateOf(error, SHORTCUT_INDEX)) return 'taken'
      throw error
    }
  }

  async remove(tenantId: string, id: string): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id) })
  }
}

function toQuickReply({ _id, ...rest }: QuickReplyDocument): StoredQuickReply {
  return { id: _id.toHexString(), ...rest }
}
