import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { AnyBulkWriteOperation, Model, mongo } from 'mongoose'
import { GatheredCalls } from '../../platform/gathered-calls.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { retryingDeadlocks } from '../../platform/mongo/duplicate-key.js'
import { placeOf } from './thread.repository.js'
import type { ContactOfChannel } from './thread.repository.js'
import { threadSchema } from './thread.schema.js'
import type { ThreadDocument } from './thread.schema.js'

interface ThreadPlace {
  tenantId: string
  id: string
}

/** A thread with what its contact's unread count is made of; undefined in one of before these were kept. */
export interface UnreadThread extends ThreadPlace {
  staffCount: number | undefined
  readCount: number | undefined
}

/** How many messages of staff there are in a thread by now. */
export interface StaffCount {
  tenantId: string
  threadId: string
  staffCount: number
}

interface Counts {
  staffCount?: number
  readCount?: number
}

interface Noted extends ThreadPlace {
  counts: Counts
}

/** Threads that one write notes. */
const NOTES_MOST = 200

/** What a contact's unread count is read from, kept beside the thread: both numbers only rise, so whoever is late changes nothing. */
@Singleton()
export class UnreadRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ThreadDocument>
  private readonly notes = new GatheredCalls<Noted, void>((counts) => this.noteAll(counts), NOTES_MOST)

  @Init()
  initialize(): void {
    this.model = this.mongo.model('threads', threadSchema)
  }

  /** The thread where a contact goes on in a channel. By threads_ofContact. */
  async find({ tenantId, contactId, channelId }: ContactOfChannel): Promise<UnreadThread | null> {
    const ids = { contactId: new Types.ObjectId(contactId), channelId: new Types.ObjectId(channelId) }
    const found = await this.model.find({ tenantId, ...ids }, { earlierSince: 1, staffCount: 1, readCount: 1 }).lean()
    const [thread] = found.sort((one, other) => placeOf(other) - placeOf(one))
    if (thread === undefined) return null
    return { tenantId, id: thread._id.toHexString(), staffCount: thread.staffCount, readCount: thread.readCount }
  }

  /** By _id. */
  async noteStaffCounts(counts: StaffCount[]): Promise<void> {
    if (counts.length === 0) return
    await this.noteAll(
      counts.map(({ tenantId, threadId: id, staffCount }) => ({ tenantId, id, counts: { staffCount } })),
    )
  }

  /** With those noted at the same time: whoever looks on reads each message. */
  note({ tenantId, id }: ThreadPlace, counts: Counts): Promise<void> {
    return this.notes.call({ tenantId, id, counts })
  }

  /** By _id. */
  private async noteAll(noted: Noted[]): Promise<void[]> {
    // In one order, so that of two such writes none waits for the other in a circle.
    const inOrder = [...noted].sort((one, other) => one.id.localeCompare(other.id))
    const writes = inOrder.map(({ tenantId, id, counts }): AnyBulkWriteOperation<ThreadDocument> => ({
      updateOne: { filter: { tenantId, _id: new Types.ObjectId(id) }, update: { $max: counts } },
    }))
    // Raw: made here, complete, and as frequent as messages.
    await retryingDeadlocks(() =>
      this.model.collection.bulkWrite(writes as mongo.AnyBulkWriteOperation[], {
        ordered: false,
        writeConcern: { w: 'majority', journal: true },
      }),
    )
    return noted.map(() => undefined)
  }
}
