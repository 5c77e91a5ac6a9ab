import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model, mongo } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { retryingContended } from '../../platform/mongo/duplicate-key.js'
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

  /** Takes in entries in their order; each may come again, and a recall may come before its message. By searchMessages_seq. */
  async take(entries: readonly LogEntry[]): Promise<void> {
    const writes = entries.flatMap(writesOf)
    if (writes.length === 0) return
    const options = { ordered: true, writeConcern: { w: 'majority', journal: true } } as const
    await retryingContended(() => this.model.collection.bulkWrite(writes, options))
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

function writesOf(entry: LogEntry): Write[] {
  const { tenantId, body, author } = entry
  const [_id, threadId] = [new Types.ObjectId(entry.id), new Types.ObjectId(entry.threadId)]
  if (body.kind === 'recalled') {
    const filter = { tenantId, threadId, seq: body.targetSeq }
    const update = { $set: { text: null, tokens: [] }, $setOnInsert: { _id } }
    return [{ updateOne: { filter, update, upsert: true } }]
  }
  if (!isSearchable(entry) || !isMessageBody(body)) return []
  const text = (body.text ?? '').slice(0, SEARCHED_CHARACTERS)
  const document = {
    _id,
    conversationId: new Types.ObjectId(entry.conversationId),
    createdAt: entry.createdAt,
    author: { role: author.role === 'contact' ? ('contact' as const) : ('staff' as const), name: author.name },
    isNote: body.kind === 'note',
    text,
    tokens: tokensOf(text),
  }
  return [
    { updateOne: { filter: { tenantId, threadId, seq: entry.seq }, update: { $setOnInsert: document }, upsert: true } },
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
