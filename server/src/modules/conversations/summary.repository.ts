import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { AnyBulkWriteOperation, Model, mongo } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { conversationSchema } from './conversation.schema.js'
import type { ConversationDocument, LastMessage } from './conversation.schema.js'

/** What some entries change in what lists show of their conversation. */
export interface SummaryChange {
  tenantId: string
  conversationId: string
  threadId: string
  lastSeq: number
  contactCount: number
  /** Where staff have written to the contact: how much in all. */
  staffCount: number | undefined
  awaitingReplySince: Date | null
  lastMessage: LastMessage | null
  recalledSeqs: number[]
  contactCountBefore: number | undefined
}

@Singleton()
export class SummaryRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /** Applies changes, each guarded by seq: a document that is further already stays. By _id. */
  async apply(changes: SummaryChange[]): Promise<void> {
    const writes = changes.flatMap((change) => [
      advance(change),
      ...change.recalledSeqs.map((seq) => blank(change, seq)),
    ])
    if (writes.length === 0) return
    // Raw: made here, complete, and as frequent as messages.
    await this.model.collection.bulkWrite(writes as mongo.AnyBulkWriteOperation[], {
      ordered: true,
      writeConcern: { w: 'majority', journal: true },
    })
  }
}

function advance(change: SummaryChange): AnyBulkWriteOperation<ConversationDocument> {
  const { tenantId, conversationId, lastSeq, contactCount, awaitingReplySince, lastMessage, contactCountBefore } =
    change
  return {
    updateOne: {
      filter: { tenantId, _id: new Types.ObjectId(conversationId), lastSeq: { $lt: lastSeq } },
      update: {
        $set: {
          lastSeq,
          contactCount,
          awaitingReplySince,
          ...(lastMessage === null ? {} : { lastMessage }),
          ...(contactCountBefore === undefined ? {} : { contactCountBefore }),
        },
        $inc: { version: 1 },
      },
    },
  }
}

function blank({ tenantId, conversationId }: SummaryChange, seq: number): AnyBulkWriteOperation<ConversationDocument> {
  return {
    updateOne: {
      filter: { tenantId, _id: new Types.ObjectId(conversationId), 'lastMessage.seq': seq },
      update: { $set: { 'lastMessage.preview': null }, $inc: { version: 1 } },
    },
  }
}
