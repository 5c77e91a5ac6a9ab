import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { LRUCache } from 'lru-cache'
import { Types } from 'mongoose'
import type { Model, UpdateQuery } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { tokensOf } from '../../platform/search-words.js'
import type { SearchWords } from '../../platform/search-words.js'
import { roomFor } from '../../platform/room-for.js'
import { FOUNDER_INDEX, threadSchema } from './thread.schema.js'
import type { ThreadDocument } from './thread.schema.js'

/** A thread with the names that its conversations are listed under. */
export interface Thread {
  id: string
  tenantId: string
  contactId: string
  contactName: string
  /** What is drawn for them. */
  contactAvatar: string | null
  /** Who began it: see `participantKeyOf`. */
  founderId: string
  /** Whether the contact goes on in another one. */
  isEarlier: boolean
  channelId: string
  channelName: string
  queueId: string
}

/** Whose a thread is, and how they are shown in it. */
export type Owner = Pick<Thread, 'contactId' | 'contactName' | 'contactAvatar'>

/** A contact in a channel. */
export interface ContactOfChannel {
  tenantId: string
  contactId: string
  channelId: string
}

/** Under which key the contact writes in a thread: fixed when they began it, so that being identified changes no sender. */
export const participantKeyOf = ({ founderId }: Pick<Thread, 'founderId'>): string => `contact:${founderId}`

const REMEMBERED = 50_000

/** Threads, each read once and remembered. What changes of one, rarely, is read again by those who depend on it. */
@Singleton()
export class ThreadRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ThreadDocument>
  private readonly byId = new LRUCache<string, Thread>(roomFor(REMEMBERED))
  private readonly ofContacts = new GatheredReads<ThreadDocument[]>((...asked) => this.listByContacts(...asked))

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

  /** As it is stored now. By _id. */
  async refresh(tenantId: string, id: string): Promise<Thread> {
    const thread = await this.read(tenantId, id)
    if (thread === null) throw new ParleyError('not_found')
    return thread
  }

  /**
   * The threads of a contact in a channel: the one where they go on, then the earlier ones, newest first. With those asked for at
   * the same time: everybody who comes back opens theirs.
   */
  async listOfContact({ tenantId, contactId, channelId }: ContactOfChannel): Promise<Thread[]> {
    const found = (await this.ofContacts.get(tenantId, `${contactId} ${channelId}`)) ?? []
    return found.sort((one, other) => placeOf(other) - placeOf(one)).map((each) => this.remember(each))
  }

  /** The thread where a contact goes on. */
  async findOfContact(contact: ContactOfChannel): Promise<Thread | null> {
    const [thread] = await this.listOfContact(contact)
    return thread ?? null
  }

  /** The thread that somebody began, whoever has it now. By threads_founder. */
  async findFoundedBy({ tenantId, contactId, channelId }: ContactOfChannel): Promise<Thread | null> {
    const ids = { founderId: new Types.ObjectId(contactId), channelId: new Types.ObjectId(channelId) }
    const found = await this.model.findOne({ tenantId, ...ids }).lean()
    return found && this.remember(found)
  }

  /** Creates the contact's thread in a channel; of two at once, one is made and both get it. */
  async create(thread: Omit<Thread, 'id' | 'founderId' | 'isEarlier'>, createdAt: Date): Promise<Thread> {
    const contactId = new Types.ObjectId(thread.contactId)
    const document = {
      ...thread,
      _id: new Types.ObjectId(),
      contactId,
      founderId: contactId,
      channelId: new Types.ObjectId(thread.channelId),
      queueId: new Types.ObjectId(thread.queueId),
      nameTokens: tokensOf(thread.contactName),
      createdAt,
      staffCount: 0,
      readCount: 0,
    }
    try {
      await retryingContended(() => this.model.create(document))
      return this.remember(document)
    } catch (error) {
      if (!isDuplicateOf(error, FOUNDER_INDEX)) throw error
    }
    const made = await this.findFoundedBy(thread)
    if (made === null) throw new Error('A thread that was refused as a double cannot be found')
    return made
  }

  /** Gives a thread to another contact. By _id. */
  handOver({ tenantId, id }: Thread, { contactId, ...shown }: Owner): Promise<Thread> {
    return this.change(tenantId, id, { $set: { contactId: new Types.ObjectId(contactId), ...named(shown) } })
  }

  /** The contact goes on in another one from now on. By _id. */
  setAside({ tenantId, id }: Thread, earlierSince: Date): Promise<Thread> {
    return this.change(tenantId, id, { $set: { earlierSince } })
  }

  /** The contact goes on in it. By _id. */
  bringForward({ tenantId, id }: Thread): Promise<Thread> {
    return this.change(tenantId, id, { $unset: { earlierSince: 1 } })
  }

  /** Shows a contact in their threads as they are shown now, and returns these. By threads_ofContact. */
  async showAs(tenantId: string, { contactId, contactName, contactAvatar }: Owner): Promise<Thread[]> {
    const theirs = { tenantId, contactId: new Types.ObjectId(contactId) }
    const isOther = { $or: [{ contactName: { $ne: contactName } }, { contactAvatar: { $ne: contactAvatar } }] }
    await this.model.updateMany({ ...theirs, ...isOther }, { $set: named({ contactName, contactAvatar }) })
    return (await this.model.find(theirs).lean()).map((each) => this.remember(each))
  }

  /** Threads whose contact's name has all of the words. By threads_names. */
  async listNamed(tenantId: string, { tokens, beginnings }: SearchWords, limit: number): Promise<Thread[]> {
    const conditions = [
      ...tokens.map((token) => ({ nameTokens: token })),
      ...beginnings.map((start) => ({ nameTokens: { $regex: `^${start}` } })),
    ]
    const found = await this.model.find({ tenantId, $and: conditions }).limit(limit).lean()
    return found.map((each) => this.remember(each))
  }

  /** By threads_ofContact; what is asked names contact and channel. */
  private async listByContacts(tenantId: string, asked: string[]): Promise<Map<string, ThreadDocument[]>> {
    const contactIds = new Set(asked.map((each) => each.slice(0, each.indexOf(' '))))
    const contactId = { $in: [...contactIds].map((id) => new Types.ObjectId(id)) }
    const threads = new Map<string, ThreadDocument[]>()
    for (const found of await this.model.find({ tenantId, contactId }).lean()) {
      const key = `${found.contactId.toHexString()} ${found.channelId.toHexString()}`
      const others = threads.get(key)
      if (others === undefined) threads.set(key, [found])
      else others.push(found)
    }
    return threads
  }

  private async change(tenantId: string, id: string, update: UpdateQuery<ThreadDocument>): Promise<Thread> {
    const found = await this.model
      .findOneAndUpdate({ tenantId, _id: new Types.ObjectId(id) }, update, { returnDocument: 'after' })
      .lean()
    if (found === null) throw new ParleyError('not_found')
    return this.remember(found)
  }

  private async read(tenantId: string, id: string): Promise<Thread | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && this.remember(found)
  }

  private remember(document: ThreadDocument): Thread {
    const { _id, contactId, founderId, earlierSince, channelId, queueId } = document
    const thread = {
      id: _id.toHexString(),
      tenantId: document.tenantId,
      contactId: contactId.toHexString(),
      contactName: document.contactName,
      contactAvatar: document.contactAvatar ?? null,
      founderId: (founderId ?? contactId).toHexString(),
      isEarlier: earlierSince !== undefined,
      channelId: channelId.toHexString(),
      channelName: document.channelName,
      queueId: queueId.toHexString(),
    }
    this.byId.set(thread.id, thread)
    return thread
  }
}

/** Where a contact goes on comes before what was set aside, and that in the order of when. */
export const placeOf = ({ earlierSince }: Pick<ThreadDocument, 'earlierSince'>): number =>
  earlierSince?.getTime() ?? Number.MAX_SAFE_INTEGER

/** With the words that the name is found by. */
const named = <Shown extends { contactName: string }>(shown: Shown) => ({
  ...shown,
  nameTokens: tokensOf(shown.contactName),
})
