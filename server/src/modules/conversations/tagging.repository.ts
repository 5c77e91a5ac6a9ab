import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { toConversation } from './conversation.js'
import type { Conversation } from './conversation.js'
import { conversationSchema } from './conversation.schema.js'
import type { ConversationDocument } from './conversation.schema.js'

/** Which tags conversations carry. */
@Singleton()
export class TaggingRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /** Null when it carries the tag already. By _id. */
  add({ tenantId, id }: Pick<Conversation, 'tenantId' | 'id'>, tagId: string): Promise<Conversation | null> {
    const tag = new Types.ObjectId(tagId)
    return this.change({ tenantId, _id: new Types.ObjectId(id), tagIds: { $ne: tag } }, { $addToSet: { tagIds: tag } })
  }

  /** Null when it does not carry the tag. By _id. */
  remove({ tenantId, id }: Pick<Conversation, 'tenantId' | 'id'>, tagId: string): Promise<Conversation | null> {
    const tag = new Types.ObjectId(tagId)
    return this.change({ tenantId, _id: new Types.ObjectId(id), tagIds: tag }, { $pull: { tagIds: tag } })
  }

  /** Takes a tag from every conversation that carries it. By conversations_tag. */
  async removeEverywhere(tenantId: string, tagId: string): Promise<void> {
    const tag = new Types.ObjectId(tagId)
    await this.model.updateMany({ tenantId, tagIds: tag }, { $pull: { tagIds: tag }, $inc: { version: 1 } })
  }

  private async change(
    filter: Record<string, unknown>,
    update: Record<string, Record<string, unknown>>,
  ): Promise<Conversation | null> {
    const found = await this.model
      .findOneAndUpdate(filter, { ...update, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean()
    return found && toConversation(found)
  }
}
