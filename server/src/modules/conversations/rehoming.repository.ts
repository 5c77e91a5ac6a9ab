import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { toConversation } from './conversation.js'
import type { Conversation } from './conversation.js'
import { conversationSchema, OPEN_INDEX } from './conversation.schema.js'
import type { ConversationDocument } from './conversation.schema.js'
import type { Owner, Thread } from './thread.repository.js'

/** Conversations that go over to another contact, and the names that all of a contact's carry. */
@Singleton()
export class RehomingRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /** The conversation that is open in a thread. By conversations_thread. */
  async findOpen({ tenantId, id }: Thread): Promise<Conversation | null> {
    const found = await this.model.findOne({ tenantId, threadId: new Types.ObjectId(id), isOpen: true }).lean()
    return found && toConversation(found)
  }

  /** Gives an open conversation to its new owner; false when they have another one open: the index decides (P7). By _id. */
  async rehome({ tenantId, id }: Conversation, owner: Owner): Promise<boolean> {
    try {
      await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, rehoming(owner))
      return true
    } catch (error) {
      if (isDuplicateOf(error, OPEN_INDEX) || /deadlock detected|exclusion constraint/.test((error as Error).message))
        return false
      throw error
    }
  }

  /** Gives what has ended in a thread to its new owner, and returns what it gave. By conversations_thread. */
  async rehomeEnded({ tenantId, id }: Thread, owner: Owner): Promise<Conversation[]> {
    const threadId = new Types.ObjectId(id)
    const theirs = {
      tenantId,
      threadId,
      state: 'ended' as const,
      contactId: { $ne: new Types.ObjectId(owner.contactId) },
    }
    const found = await this.model.find(theirs).lean()
    await this.model.updateMany(theirs, rehoming(owner))
    return found.map(toConversation)
  }

  /** A contact's, newest first, by conversations_contact. */
  async listOfContact(tenantId: string, contactId: string, limit: number): Promise<Conversation[]> {
    const found = await this.model
      .find({ tenantId, contactId: new Types.ObjectId(contactId), state: { $ne: 'beginning' } })
      .sort({ startedAt: -1 })
      .limit(limit)
      .lean()
    return found.map(toConversation)
  }

  /** Whether a conversation of a contact is somebody's own, or in one of some queues. By conversations_contact. */
  async isServedBy(
    tenantId: string,
    contactId: string,
    { staffId, queueIds }: { staffId: string; queueIds: readonly string[] },
  ): Promise<boolean> {
    const found = await this.model.exists({
      tenantId,
      contactId: new Types.ObjectId(contactId),
      state: { $ne: 'beginning' },
      $or: [
        { assigneeId: new Types.ObjectId(staffId) },
        { queueId: { $in: queueIds.map((id) => new Types.ObjectId(id)) } },
      ],
    })
    return found !== null
  }

  /** Shows a contact in all of their conversations as they are shown now, and returns those that changed. By conversations_contact. */
  async showAs(tenantId: string, { contactId, contactName, contactAvatar }: Owner): Promise<Conversation[]> {
    const theirs = {
      tenantId,
      contactId: new Types.ObjectId(contactId),
      $or: [{ contactName: { $ne: contactName } }, { contactAvatar: { $ne: contactAvatar } }],
    }
    const found = await this.model.find(theirs).lean()
    await this.model.updateMany(theirs, { $set: { contactName, contactAvatar }, $inc: { version: 1 } })
    return found.map(toConversation)
  }
}

const rehoming = ({ contactId, ...shown }: Owner) => ({
  $set: { contactId: new Types.ObjectId(contactId), ...shown },
  $inc: { version: 1 },
})
