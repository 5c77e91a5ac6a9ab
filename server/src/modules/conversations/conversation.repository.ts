import { randomUUID } from 'node:crypto'
import { Init, Inject, Singleton } from '@midwayjs/core'
import type { EndReason } from '@parley/shared/conversations/entry'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model, UpdateQuery } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import type { Place } from './access-policy.js'
import { toConversation } from './conversation.js'
import type { Conversation } from './conversation.js'
import { conversationSchema, OPEN_INDEX } from './conversation.schema.js'
import type { ConversationDocument } from './conversation.schema.js'
import type { Thread } from './thread.repository.js'

/** What somebody reaches without reaching everything. */
interface Reach {
  assigneeId: string
  queueIds: readonly string[]
}

/** Conversations and the steps of their life. Each step is one conditional update of one document. */
@Singleton()
export class ConversationRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ConversationDocument>
  private readonly byIds = new GatheredReads<Conversation>(async (...asked) => byId(await this.list(...asked)))
  private readonly places = new GatheredReads<Place>((...asked) => this.readPlaces(...asked))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /**
   * With those asked for at the same time: everybody who comes back reads theirs.
   * @throws ParleyError `not_found`, for another tenant's as for an unknown one
   */
  async get(tenantId: string, id: string): Promise<Conversation> {
    const found = await this.byIds.get(tenantId, id)
    if (found === undefined) throw new ParleyError('not_found')
    return found
  }

  /** Who has it now; asked with each reply, so those of one moment are read together. By _id. @throws ParleyError `not_found` */
  async assigneeIdOf(tenantId: string, id: string): Promise<string | null> {
    return (await this.placeOf(tenantId, id)).assigneeId
  }

  /** What decides who may reach it, read in the same way. */
  async placeOf(tenantId: string, id: string): Promise<Place> {
    const place = await this.places.get(tenantId, id)
    if (place === undefined) throw new ParleyError('not_found')
    return place
  }

  /** Whether any conversation of a thread is somebody's or in one of some queues, by conversations_thread. */
  async hasReached({ tenantId, id }: Thread, reach: Reach): Promise<boolean> {
    const found = await this.model.exists({ tenantId, threadId: new Types.ObjectId(id), ...reachedBy(reach) })
    return found !== null
  }

  /** Which of some threads have a conversation that is somebody's or in one of some queues, by conversations_thread. */
  async listReached(tenantId: string, threadIds: readonly string[], reach: Reach): Promise<Set<string>> {
    const threadId = { $in: threadIds.map((id) => new Types.ObjectId(id)) }
    const found = await this.model.find({ tenantId, threadId, ...reachedBy(reach) }, { threadId: 1 }).lean()
    return new Set(found.map(({ threadId }) => threadId.toHexString()))
  }

  /** By _id. */
  async list(tenantId: string, ids: string[]): Promise<Conversation[]> {
    const found = await this.model.find({ tenantId, _id: { $in: ids.map((id) => new Types.ObjectId(id)) } }).lean()
    return found.map(toConversation)
  }

  /** The newest of a thread, by conversations_thread. */
  async findNewest(thread: Thread): Promise<Conversation | null> {
    const { tenantId } = thread
    const found = await this.model
      .findOne({ tenantId, threadId: new Types.ObjectId(thread.id), state: { $ne: 'beginning' } })
      .sort({ startedAt: -1 })
      .lean()
    return found && toConversation(found)
  }

  /** Opens a conversation; when one is open already, that one: the index decides (P7). By conversations_open. */
  async open(thread: Thread, startedAt: Date): Promise<Conversation> {
    const document = beginning(thread, startedAt)
    try {
      await retryingContended(() => this.model.create(document))
      return toConversation(document)
    } catch (error) {
      if (!isDuplicateOf(error, OPEN_INDEX)) throw error
    }
    const { tenantId } = thread
    const { contactId, channelId } = document
    const winner = await this.model.findOne({ tenantId, contactId, channelId, isOpen: true }).lean()
    // Ended between the two: the caller looks again.
    return winner === null ? this.open(thread, startedAt) : toConversation(winner)
  }

  /** Its first message is stored: it waits from now on. Null when it did already. */
  startWaiting(tenantId: string, id: string, waitingSince: Date): Promise<Conversation | null> {
    return this.step(tenantId, id, {
      when: { state: 'beginning' },
      update: { $set: { state: 'waiting', waitingSince, isUncounted: true } },
    })
  }

  /** Marks that an end is on its way; whoever finds the mark later looks into the log for what came of it. */
  async markEnding(tenantId: string, id: string, endingSince: Date): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id), isOpen: true }, { $set: { endingSince } })
  }

  async unmarkEnding(tenantId: string, id: string): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $unset: { endingSince: 1 } })
  }

  /** The log says that it ended; the document follows, and its slot is free. Null when it did already. */
  finishEnd(
    tenantId: string,
    id: string,
    ended: { endedAt: Date; endReason: EndReason },
  ): Promise<Conversation | null> {
    return this.step(tenantId, id, {
      when: { isOpen: true },
      update: {
        $set: { state: 'ended', ...ended, awaitingReplySince: null, isUncounted: true },
        $unset: { isOpen: 1, slot: 1, endingSince: 1, assigningSince: 1 },
      },
    })
  }

  /** Hands it back to the queue, keeping its place by the time it has waited. */
  returnToQueue(tenantId: string, id: string, assigneeId: string): Promise<Conversation | null> {
    return this.step(tenantId, id, {
      when: { state: 'assigned', assigneeId: new Types.ObjectId(assigneeId) },
      update: {
        $set: {
          state: 'waiting',
          assigneeId: null,
          assigneeName: null,
          assigneeAvatar: null,
          assignedAt: null,
          claimToken: randomUUID(),
          isUncounted: true,
        },
        $unset: { slot: 1, assigningSince: 1 },
      },
    })
  }

  /** The entry that announces the assignment is stored. */
  async unmarkAssigning(tenantId: string, id: string): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $unset: { assigningSince: 1 } })
  }

  /** What has been in the middle of something since before a moment, of every tenant: by the three partial indexes. */
  async listHalfDone(
    before: Date,
  ): Promise<{ beginning: Conversation[]; assigning: Conversation[]; ending: Conversation[] }> {
    const [beginning, assigning, ending] = await Promise.all([
      this.halfDone({ state: 'beginning', startedAt: { $lt: before } }),
      this.halfDone({ assigningSince: { $exists: true, $lt: before } }),
      this.halfDone({ endingSince: { $exists: true, $lt: before } }),
    ])
    return { beginning, assigning, ending }
  }

  private async readPlaces(tenantId: string, ids: string[]): Promise<Map<string, Place>> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) }
    const found = await this.model.find({ tenantId, _id }, { assigneeId: 1, queueId: 1 }).lean()
    const placeOf = ({ assigneeId, queueId }: Pick<ConversationDocument, 'assigneeId' | 'queueId'>) => ({
      assigneeId: assigneeId?.toHexString() ?? null,
      queueId: queueId.toHexString(),
    })
    return new Map(found.map((each) => [each._id.toHexString(), placeOf(each)]))
  }

  private async halfDone(filter: Record<string, unknown>): Promise<Conversation[]> {
    const found = await this.model.find(filter).limit(200).comment('every tenant: what a crash left half done').lean()
    return found.map(toConversation)
  }

  private async step(
    tenantId: string,
    id: string,
    { when, update }: { when: Record<string, unknown>; update: UpdateQuery<ConversationDocument> },
  ): Promise<Conversation | null> {
    const found = await this.model
      .findOneAndUpdate(
        { tenantId, _id: new Types.ObjectId(id), ...when },
        { ...update, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
    return found && toConversation(found)
  }
}

const byId = (conversations: Conversation[]) => new Map(conversations.map((each) => [each.id, each]))

const reachedBy = ({ assigneeId, queueIds }: Reach) => ({
  state: { $ne: 'beginning' as const },
  $or: [
    { assigneeId: new Types.ObjectId(assigneeId) },
    { queueId: { $in: queueIds.map((id) => new Types.ObjectId(id)) } },
  ],
})

function beginning(thread: Thread, startedAt: Date): ConversationDocument {
  return {
    _id: new Types.ObjectId(),
    tenantId: thread.tenantId,
    threadId: new Types.ObjectId(thread.id),
    contactId: new Types.ObjectId(thread.contactId),
    contactName: thread.contactName,
    contactAvatar: thread.contactAvatar,
    channelId: new Types.ObjectId(thread.channelId),
    channelName: thread.channelName,
    queueId: new Types.ObjectId(thread.queueId),
    state: 'beginning',
    isOpen: true,
    assigneeId: null,
    assigneeName: null,
    assigneeAvatar: null,
    claimToken: randomUUID(),
    startedAt,
    waitingSince: null,
    assignedAt: null,
    endedAt: null,
    endReason: null,
    decision: null,
    lastSeq: 0,
    lastMessage: null,
    contactCount: 0,
    contactCountBefore: 0,
    awaitingReplySince: null,
    version: 0,
  }
}
