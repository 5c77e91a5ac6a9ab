import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { MARK_INDEX, markSchema } from './mark.schema.js'
import type { MarkDocument } from './mark.schema.js'

/** A reader's mark with ids as strings. */
export interface StoredMark {
  threadId: string
  readerKey: string
  readSeq: number
  readVisibleSeq: number
  readCount: number
  deliveredSeq: number
  deliveredVisibleSeq: number
}

export const CONTACT_READER = 'contact'
/** What the contact is told of staff's reading: the assignee's, never a silent reader's. */
export const ANSWERING_READER = 'answering'

/** What moves a mark forward; nothing moves it back. */
export type MarkMove = Partial<Omit<StoredMark, 'threadId' | 'readerKey'>>

const ZERO = { readSeq: 0, readVisibleSeq: 0, readCount: 0, deliveredSeq: 0, deliveredVisibleSeq: 0 }

@Singleton()
export class MarkRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<MarkDocument>
  private readonly ofThreads = new GatheredReads<StoredMark[]>((...asked) => this.listByThreads(...asked))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('marks', markSchema)
  }

  /** Moves a mark forward, creating it where there is none. By marks_reader. */
  async move(thread: { tenantId: string; id: string }, readerKey: string, move: MarkMove): Promise<StoredMark> {
    const filter = { tenantId: thread.tenantId, threadId: new Types.ObjectId(thread.id), readerKey }
    const untouched = Object.fromEntries(Object.entries(ZERO).filter(([field]) => !(field in move)))
    const write = () =>
      this.model
        .findOneAndUpdate(filter, { $max: move, $setOnInsert: untouched }, { upsert: true, returnDocument: 'after' })
        .lean()
    try {
      return toMark(await retryingContended(write))
    } catch (error) {
      // Two first marks at once: the other one made it, so this one finds it.
      if (!isDuplicateOf(error, MARK_INDEX)) throw error
      return toMark(await write())
    }
  }

  /** The marks of a thread, with those asked for at the same time: everybody who comes back reads them. */
  async list(tenantId: string, threadId: string): Promise<StoredMark[]> {
    return (await this.ofThreads.get(tenantId, threadId)) ?? []
  }

  /** One reader's marks in several threads, by marks_reader. */
  async listOf(tenantId: string, readerKey: string, threadIds: string[]): Promise<StoredMark[]> {
    const threadId = { $in: threadIds.map((id) => new Types.ObjectId(id)) }
    const found = await this.model.find({ tenantId, threadId, readerKey }).lean()
    return found.map(toMark)
  }

  /** By marks_reader. */
  private async listByThreads(tenantId: string, threadIds: string[]): Promise<Map<string, StoredMark[]>> {
    const threadId = { $in: threadIds.map((id) => new Types.ObjectId(id)) }
    const marks = new Map<string, StoredMark[]>()
    for (const found of await this.model.find({ tenantId, threadId }).lean()) {
      const mark = toMark(found)
      const others = marks.get(mark.threadId)
      if (others === undefined) marks.set(mark.threadId, [mark])
      else others.push(mark)
    }
    return marks
  }
}

function toMark(document: MarkDocument): StoredMark {
  const { _id, tenantId: _tenant, threadId, ...rest } = document
  void _id
  return { ...rest, threadId: threadId.toHexString() }
}
