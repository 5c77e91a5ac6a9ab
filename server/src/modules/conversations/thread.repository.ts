import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { LRUCache } from 'lru-cache'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { THREAD_OF_CONTACT_INDEX, threadSchema } from './thread.schema.js'
import type { ThreadDocument } from './thread.schema.js'

/** A thread with the names that its conversations are listed under. */
export interface Thread {
  id: string
  tenantId: string
  contactId: string
  contactName: string
  channelId: string
  channelName: string
  queueId: string
}

const REMEMBERED = 50_000

/** Threads. What identifies one never changes, so each is read once and remembered. */
@Singleton()
export class ThreadRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ThreadDocument>
  private readonly byId = new LRUCache<string, Thread>({ max: REMEMBERED })

  @Init()
  initialize(): void {
    this.model = this.mongo.model('threads', threadSchema)
  }

  /** By _id. @throws ParleyError `not_found`, for another tenant's as for an unknown one */
  async get(tenantId: string, id: string): Promise<Thread> {
    const thread = this.byId.get(id) ?? (await this.read(tenantId, id))
    if (thread?.tenantId !== tenantId) throw new ParleyError('not_found')
    return thread
  }

  /** By threads_contact. */
  async findOfContact(tenantId: string, contactId: string, channelId: string): Promise<Thread | null> {
    const ids = { contactId: new Types.ObjectId(contactId), channelId: new Types.ObjectId(channelId) }
    const found = await this.model.findOne({ tenantId, ...ids }).lean()
    return found && this.remember(found)
  }

  /** Creates the contact's thread in a channel; of two at once, one is made and both get it. */
  async create(thread: Omit<Thread, 'id'>, createdAt: Date): Promise<Thread> {
    const document = {
      ...thread,
      _id: new Types.ObjectId(),
      contactId: new Types.ObjectId(thread.contactId),
      channelId: new Types.ObjectId(thread.channelId),
      queueId: new Types.ObjectId(thread.queueId),
      createdAt,
    }
    try {
      await retryingContended(() => this.model.create(document))
      return this.remember(document)
    } catch (error) {
      if (!isDuplicateOf(error, THREAD_OF_CONTACT_INDEX)) throw error
    }
    const made = await this.findOfContact(thread.tenantId, thread.contactId, thread.channelId)
    if (made === null) throw new Error('A thread that was refused as a double cannot be found')
    return made
  }

  private async read(tenantId: string, id: string): Promise<Thread | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && this.remember(found)
  }

  private remember({ _id, contactId, channelId, queueId, tenantId, contactName, channelName }: ThreadDocument): Thread {
    const thread = {
      id: _id.toHexString(),
      tenantId,
      contactId: contactId.toHexString(),
      contactName,
      channelId: channelId.toHexString(),
      channelName,
      queueId: queueId.toHexString(),
    }
    this.byId.set(thread.id, thread)
    return thread
  }
}
