import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import type { LogEntry } from './log-entry.js'
import { MENTION_INDEX, mentionSchema } from './mention.schema.js'
import type { MentionDocument } from './mention.schema.js'

/** Whose mentions they are. */
interface Reader {
  tenantId: string
  staffId: string
}

/** A mention as the server works with it: ids as strings. */
export interface StoredMention {
  id: string
  threadId: string
  conversationId: string
  seq: number
  createdAt: Date
  isRead: boolean
}

@Singleton()
export class MentionRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<MentionDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('mentions', mentionSchema)
  }

  /** Keeps that somebody was named in a note, once; true when it was not known. By mentions_note. */
  async add({ tenantId, threadId, conversationId, seq, createdAt }: LogEntry, staffId: string): Promise<boolean> {
    const ids = { staffId: new Types.ObjectId(staffId), threadId: new Types.ObjectId(threadId) }
    const conversation = new Types.ObjectId(conversationId)
    try {
      await retryingContended(() =>
        this.model.create({ tenantId, ...ids, conversationId: conversation, seq, createdAt, isUnread: true }),
      )
      return true
    } catch (error) {
      if (isDuplicateOf(error, MENTION_INDEX)) return false
      throw error
    }
  }

  /** The newest first, by mentions_newest. */
  async list({ tenantId, staffId }: Reader, limit: number): Promise<StoredMention[]> {
    const found = await this.model
      .find({ tenantId, staffId: new Types.ObjectId(staffId) })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean()
    return found.map((each) => ({
      id: each._id.toHexString(),
      threadId: each.threadId.toHexString(),
      conversationId: each.conversationId.toHexString(),
      seq: each.seq,
      createdAt: each.createdAt,
      isRead: each.isUnread !== true,
    }))
  }

  /** True when any was unread. By mentions_unread. */
  async markRead({ tenantId, staffId }: Reader, threadId: string | null): Promise<boolean> {
    const thread = threadId === null ? {} : { threadId: new Types.ObjectId(threadId) }
    const { modifiedCount } = await this.model.updateMany(
      { tenantId, staffId: new Types.ObjectId(staffId), isUnread: true, ...thread },
      { $unset: { isUnread: 1 } },
    )
    return modifiedCount > 0
  }
}
