import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { GatheredCalls } from '../../platform/gathered-calls.js'
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

interface Moved {
  tenantId: string
  threadId: string
  readerKey: string
  move: MarkMove
}

/** Marks that one write moves. */
const MOVES_MOST = 200

const ZERO = { readSeq: 0, readVisibleSeq: 0, readCount: 0, deliveredSeq: 0, deliveredVisibleSeq: 0 }

@Singleton()
export class MarkRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<MarkDocument>
  private readonly moves = new GatheredCalls<Moved, StoredMark>((moves) => this.moveAll(moves), MOVES_MOST)
  private readonly ofThreads = new GatheredReads<StoredMark[]>((...asked) => this.listByThreads(...asked))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('marks', markSchema)
  }

  /** Moves a mark forward, creating it where there is none; with those that move at the same time: every message moves one or two. */
  move({ tenantId, id: threadId }: { tenantId: string; id: string }, readerKey: string, move: MarkMove) {
    return this.moves.call({ tenantId, threadId, readerKey, move })
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

  /** Two first marks at once: the other one made it, so this one finds it. What rises only may be written again. By marks_reader. */
  private async moveAll(moves: Moved[]): Promise<StoredMark[]> {
    const [only, ...others] = moves
    const write = () => (only !== undefined && others.length === 0 ? this.moveOne(only) : this.moveMany(moves))
    try {
      return await retryingContended(write)
    } catch (error) {
      if (!isDuplicateOf(error, MARK_INDEX)) throw error
      return write()
    }
  }

  private async moveOne(moved: Moved): Promise<StoredMark[]> {
    const { filter, update } = forward(moved)
    const found = await this.model.findOneAndUpdate(filter, update, { upsert: true, returnDocument: 'after' }).lean()
    return [toMark(found)]
  }

  private async moveMany(moves: Moved[]): Promise<StoredMark[]> {
    // In one order, so that of two such writes none waits for the other in a circle.
    const inOrder = [...moves].sort((one, other) => placeOf(one).localeCompare(placeOf(other)))
    const writes = inOrder.map((moved) => ({ updateOne: { ...forward(moved), upsert: true } }))
    // Raw: made here, complete, and as frequent as messages.
    await this.model.collection.bulkWrite(writes, {
      ordered: false,
      writeConcern: { w: 'majority', journal: true },
    })
    const marks = await Promise.all(moves.map(({ tenantId, threadId }) => this.list(tenantId, threadId)))
    return moves.map(({ readerKey }, index) => {
      const moved = marks[index]?.find((mark) => mark.readerKey === readerKey)
      if (moved === undefined) throw new Error('A mark that was moved cannot be found')
      return moved
    })
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

const placeOf = ({ threadId, readerKey }: Moved): string => `${threadId} ${readerKey}`

function forward({ tenantId, threadId, readerKey, move }: Moved) {
  const untouched = Object.fromEntries(Object.entries(ZERO).filter(([field]) => !(field in move)))
  const filter = { tenantId, threadId: new Types.ObjectId(threadId), readerKey }
  return { filter, update: { $max: move, $setOnInsert: untouched } }
}

function toMark(document: MarkDocument): StoredMark {
  const { _id, tenantId: _tenant, threadId, ...rest } = document
  void _id
  return { ...rest, threadId: threadId.toHexString() }
}
