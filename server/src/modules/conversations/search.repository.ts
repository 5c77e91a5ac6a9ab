import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model, mongo } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { DUPLICATE_KEY, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { writeErrorsOf } from '../../platform/mongo/write-errors.js'
import type { LogEntry } from './log-entry.js'
import { isMessageBody } from './message-body.js'
import { searchProgressSchema, searchSchema, TOKENS_INDEX } from './search.schema.js'
import type { SearchDocument, SearchProgressDocument } from './search.schema.js'
import { SEARCHED_CHARACTERS, tokensOf } from '../../platform/search-words.js'
import type { SearchWords } from '../../platform/search-words.js'

/** A message that was found. */
export interface FoundMessage {
  id: string
  threadId: string
  conversationId: string
  seq: number
  createdAt: Date
  author: { role: 'contact' | 'staff'; name: string }
  isNote: boolean
  text: string
}

type Write = mongo.AnyBulkWriteOperation

const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const
const PROGRESS = 'messages'
const COMMENT = 'every tenant: the search of all messages'

/** Messages as they are searched for. */
@Singleton()
export class SearchRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<SearchDocument>
  private progress!: Model<SearchProgressDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('searchMessages', searchSchema)
    this.progress = this.mongo.model('searchProgress', searchProgressSchema)
  }

  /**
   * Takes in entries; each may come again, and a recall may come before its message: a message goes in only where nothing stands
   * in its place, and a recall blanks whatever stands there. By searchMessages_seq.
   */
  async take(entries: readonly LogEntry[]): Promise<void> {
    const documents = entries.flatMap(documentsOf)
    if (documents.length > 0) await retryingContended(() => this.insertMissing(documents))
    const recalls = entries.flatMap(recallsOf)
    if (recalls.length > 0) await retryingContended(() => this.model.collection.bulkWrite(recalls, DURABLE))
  }

  private async insertMissing(documents: SearchDocument[]): Promise<void> {
    try {
      // Raw and not as upserts, which cost several times as much: there is one for every message.
      await this.model.collection.insertMany(documents, { ...DURABLE, ordered: false })
    } catch (error) {
      const isThere = ({ code }: { code: number }) => code === DUPLICATE_KEY
      if (writeErrorsOf(error)?.every(isThere) !== true) throw error
    }
  }

  /** The newest messages that have all of the words. By searchMessages_tokens. */
  async find(
    tenantId: string,
    { tokens, beginnings }: SearchWords,
    page: { before: string | undefined; limit: number },
  ): Promise<FoundMessage[]> {
    const conditions = [
      ...tokens.map((token) => ({ tokens: token })),
      // Letters and digits alone: nothing in them is a sign of a pattern.
      ...beginnings.map((start) => ({ tokens: { $regex: `^${start}` } })),
    ]
    const older = page.before === undefined ? {} : { _id: { $lt: new Types.ObjectId(page.before) } }
    const found = await this.model
      .find({ tenantId, ...older, $and: conditions })
      .sort({ _id: -1 })
      .limit(page.limit)
      // The order of ids alone would look cheap, and go through every message of every tenant.
      .hint(TOKENS_INDEX)
      .lean()
    return found.flatMap(toFound)
  }

  /** How far the messages of before have been gone through. By _id. */
  async readProgress(): Promise<{ until: Date; isDone: boolean }> {
    const found = await this.progress.findOne({ _id: PROGRESS }).comment(COMMENT).lean()
    return found ?? { until: new Date(0), isDone: false }
  }

  async noteProgress({ until, isDone }: { until: Date; isDone: boolean }): Promise<void> {
    await this.progress.updateOne({ _id: PROGRESS }, { $set: { until, isDone } }, { upsert: true, comment: COMMENT })
  }
}

const isSearchable = ({ body, author }: LogEntry): boolean =>
  isMessageBody(body) && author.role !== 'system' && body.text !== null && body.text !== ''

/** Whether an entry changes what can be found. */
export const concernsSearch = (entry: LogEntry): boolean => entry.body.kind === 'recalled' || isSearchable(entry)

function recallsOf({ id, tenantId, threadId, body }: LogEntry): Write[] {
  if (body.kind !== 'recalled') return []
  const filter = { tenantId, threadId: new Types.ObjectId(threadId), seq: body.targetSeq }
  const update = { $set: { text: null, tokens: [] }, $setOnInsert: { _id: new Types.ObjectId(id) } }
  return [{ updateOne: { filter, update, upsert: true } }]
}

function documentsOf(entry: LogEntry): SearchDocument[] {
  const { tenantId, body, author } = entry
  if (!isSearchable(entry) || !isMessageBody(body)) return []
  const text = (body.text ?? '').slice(0, SEARCHED_CHARACTERS)
  return [
    {
      _id: new Types.ObjectId(entry.id),
      tenantId,
      threadId: new Types.ObjectId(entry.threadId),
      seq: entry.seq,
      conversationId: new Types.ObjectId(entry.conversationId),
      createdAt: entry.createdAt,
      author: { role: author.role === 'contact' ? 'contact' : 'staff', name: author.name },
      isNote: body.kind === 'note',
      text,
      tokens: tokensOf(text),
    },
  ]
}

function toFound({
  _id,
  threadId,
  conversationId,
  seq,
  createdAt,
  author,
  isNote,
  text,
}: SearchDocument): FoundMessage[] {
  if (conversationId === undefined || createdAt === undefined || author === undefined || text === null) return []
  return [
    {
      id: _id.toHexString(),
      threadId: threadId.toHexString(),
      conversationId: conversationId.toHexString(),
      seq,
      createdAt,
      author,
      isNote: isNote === true,
      text,
    },
  ]
}
