import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Attachment } from '@parley/shared/attachments/attachment'
import { Types } from 'mongoose'
import type { Model, QueryFilter } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { writeErrorsOf } from '../../platform/mongo/write-errors.js'
import { newsId, newsOf, partedNews } from './entry-news.js'
import { entrySchema } from './entry.schema.js'
import type { EntryDocument } from './entry.schema.js'
import type { EntryBody, LogEntry, Quoted } from './log-entry.js'
import { quotedFrom } from './quoted.js'

/** Who reads decides which entries exist and how they are counted. */
export type Audience = 'contact' | 'staff'

interface ThreadKey {
  tenantId: string
  threadId: string
}

/** Threads whose news one query reads, and how many entries of them come in its first answer. */
const NEWS_MOST = 50
const NEWS_AT_ONCE = 5_000

const idOf = (hex: string): Types.ObjectId => Types.ObjectId.createFromHexString(hex)

/** The entries of all logs. Reads name the index that serves them. */
@Singleton()
export class EntryRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<EntryDocument>
  private readonly news = new GatheredReads<EntryDocument[]>((...asked) => this.listNews(...asked), NEWS_MOST)

  @Init()
  initialize(): void {
    this.model = this.mongo.model('entries', entrySchema)
  }

  /**
   * Writes a batch in one command, each entry for itself. Raw, because this is the hottest write there is and the entries
   * come from the log alone, complete.
   * @returns for each entry the failure that met it, or undefined when it is durably stored
   */
  async insertBatch(entries: readonly LogEntry[]): Promise<(Error | undefined)[]> {
    const failures = new Array<Error | undefined>(entries.length).fill(undefined)
    try {
      await this.model.collection.insertMany(entries.map(toDocument), {
        ordered: false,
        writeConcern: { w: 'majority', journal: true },
      })
    } catch (error) {
      const writeErrors = writeErrorsOf(error)
      if (writeErrors === undefined) return failures.fill(error as Error)
      for (const { index, code, errmsg } of writeErrors) {
        failures[index] = Object.assign(new Error(errmsg ?? 'write failed'), { code })
      }
    }
    return failures
  }

  /** The newest entry, by entries_seq. */
  async findLast({ tenantId, threadId }: ThreadKey): Promise<LogEntry | null> {
    const found = await this.model
      .findOne({ tenantId, threadId: idOf(threadId) })
      .sort({ seq: -1 })
      .lean()
    return found && this.whole(found)
  }

  /** By entries_clientMessage. */
  async findByClientMessage(key: ThreadKey & { senderKey: string; clientMessageId: string }): Promise<LogEntry | null> {
    const { tenantId, threadId, senderKey, clientMessageId } = key
    const found = await this.model.findOne({ tenantId, threadId: idOf(threadId), senderKey, clientMessageId }).lean()
    return found && this.whole(found)
  }

  /** By _id. */
  async findById({ tenantId, threadId }: ThreadKey, id: string): Promise<LogEntry | null> {
    const found = await this.model.findOne({ tenantId, _id: idOf(id), threadId: idOf(threadId) }).lean()
    return found && this.whole(found)
  }

  /** By entries_seq or entries_visibleSeq. */
  async findAt(key: ThreadKey, audience: Audience, position: number): Promise<LogEntry | null> {
    const found = await this.model.findOne(this.within(key, audience, position)).lean()
    return found && this.whole(found)
  }

  /** The page before a position, oldest first, by entries_seq or entries_visibleSeq. */
  async listBefore(key: ThreadKey, audience: Audience, page: { before: number; limit: number }): Promise<LogEntry[]> {
    const found = await this.model
      .find(this.within(key, audience, { $lt: page.before }))
      .sort(audience === 'staff' ? { seq: -1 } : { visibleSeq: -1 })
      .limit(page.limit)
      .lean()
    return this.wholes({ tenantId: key.tenantId, threadId: key.threadId }, found.reverse())
  }

  /** The page after a position, oldest first. With those asked for at the same time: everybody who comes back catches up. */
  async listAfter(
    { tenantId, threadId }: ThreadKey,
    audience: Audience,
    { after, limit }: { after: number; limit: number },
  ): Promise<LogEntry[]> {
    const found = await this.news.get(tenantId, newsId({ threadId, audience, after, limit }))
    return this.wholes({ tenantId, threadId }, found ?? [])
  }

  /** Blanks what an entry says; its place stays. By entries_seq. */
  async blank({ tenantId, threadId }: ThreadKey, { seq, body }: Pick<LogEntry, 'seq' | 'body'>): Promise<void> {
    const blanked = {
      'body.text': null,
      ...('attachments' in body ? { 'body.attachments': [] } : {}),
      ...(body.kind === 'card' ? { 'body.card': null } : {}),
    }
    await this.model.updateOne({ tenantId, threadId: idOf(threadId), seq }, { $set: blanked })
  }

  /** What has become known of a file since its message was stored; one that was taken back stays away. By entries_seq. */
  async replaceAttachment(
    { tenantId, threadId, seq }: ThreadKey & { seq: number },
    attachment: Attachment,
  ): Promise<void> {
    await this.model.updateOne(
      { tenantId, threadId: idOf(threadId), seq, 'body.attachments.id': attachment.id },
      { $set: { 'body.attachments.$': attachment } },
    )
  }

  /** Entries written since a moment, whatever their thread, in the order of their ids: for mending after a crash. By _id. */
  async *writtenSince(moment: Date): AsyncGenerator<LogEntry> {
    const from = Types.ObjectId.createFromTime(Math.floor(moment.getTime() / 1000))
    const cursor = this.model
      .find({ _id: { $gte: from } })
      .sort({ _id: 1 })
      .comment('every tenant: what was written around a crash')
      .lean()
      .cursor({ batchSize: 500 })
    for await (const found of cursor) yield this.whole(found)
  }

  /** By entries_seq and entries_visibleSeq, a branch for each: positions have no holes, so bounds say what a limit would. */
  private async listNews(tenantId: string, ids: string[]): Promise<Map<string, EntryDocument[]>> {
    const asked = ids.map(newsOf)
    const branches = asked.map(({ threadId, audience, after, limit }) =>
      this.within({ tenantId, threadId }, audience, { $gt: after, $lte: after + limit }),
    )
    const [only, ...others] = branches
    const filter = only !== undefined && others.length === 0 ? only : { $or: branches }
    const found = await this.model.find(filter).batchSize(NEWS_AT_ONCE).lean()
    return partedNews(asked, found)
  }

  private async whole(document: EntryDocument): Promise<LogEntry> {
    const { tenantId, threadId } = document
    const [entry] = await this.wholes({ tenantId, threadId: threadId.toHexString() }, [document])
    return entry ?? toEntry(document)
  }

  /** Entries of one thread with what they quote, as it stands now. What is quoted is read by entries_seq. */
  private async wholes({ tenantId, threadId }: ThreadKey, documents: EntryDocument[]): Promise<LogEntry[]> {
    const seqs = new Set(documents.flatMap(({ body }) => quotedSeqOf(body) ?? []))
    if (seqs.size === 0) return documents.map((document) => toEntry(document))
    const found = await this.model.find({ tenantId, threadId: idOf(threadId), seq: { $in: [...seqs] } }).lean()
    const quoted = new Map(found.map((each) => [each.seq, quotedFrom(toEntry(each))]))
    return documents.map((document) => toEntry(document, quoted))
  }

  private within(
    { tenantId, threadId }: ThreadKey,
    audience: Audience,
    position: number | { $lt: number } | { $gt: number; $lte: number },
  ): QueryFilter<EntryDocument> {
    const thread = { tenantId, threadId: idOf(threadId) }
    if (audience === 'staff') return { ...thread, seq: position }
    return { ...thread, visibleToContact: true, visibleSeq: position }
  }
}

/**
 * An id for an entry, given before it is written so that an unknown outcome can be asked about. It carries a moment, by which
 * all nodes look for what was written since another.
 */
export const newEntryId = (at: Date): string =>
  new Types.ObjectId(Types.ObjectId.generate(Math.floor(at.getTime() / 1000))).toHexString()

/** Field by field, as in `toConversation`: it is made for every message. */
function toDocument(entry: LogEntry): EntryDocument {
  const document: EntryDocument = {
    _id: idOf(entry.id),
    tenantId: entry.tenantId,
    threadId: idOf(entry.threadId),
    conversationId: idOf(entry.conversationId),
    seq: entry.seq,
    visibleSeq: entry.visibleSeq,
    senderKey: entry.senderKey,
    clientMessageId: entry.clientMessageId,
    author: entry.author,
    body: toStored(entry.body),
    contactCount: entry.contactCount,
    staffCount: entry.staffCount,
    lastContactSeq: entry.lastContactSeq,
    openConversationId: entry.openConversationId === null ? null : idOf(entry.openConversationId),
    awaitingReplySince: entry.awaitingReplySince,
    createdAt: entry.createdAt,
  }
  if (entry.isVisibleToContact) document.visibleToContact = true
  return document
}

function toStored(body: EntryBody): EntryDocument['body'] {
  if (body.kind !== 'text' && body.kind !== 'note' && body.kind !== 'files') return body
  const { quote, ...rest } = body
  return quote === undefined ? rest : { ...rest, quote: { seq: quote.seq } }
}

const quotedSeqOf = (body: EntryDocument['body']): number | undefined => ('quote' in body ? body.quote?.seq : undefined)

function toEntry(document: EntryDocument, quoted?: ReadonlyMap<number, Quoted | null>): LogEntry {
  const { _id, threadId, conversationId, openConversationId, visibleToContact, body, ...rest } = document
  return {
    id: _id.toHexString(),
    threadId: threadId.toHexString(),
    conversationId: conversationId.toHexString(),
    openConversationId: openConversationId === null ? null : openConversationId.toHexString(),
    isVisibleToContact: visibleToContact === true,
    ...rest,
    body: bodyOf(body, quoted),
  }
}

function bodyOf(stored: EntryDocument['body'], quoted?: ReadonlyMap<number, Quoted | null>): EntryBody {
  if (!('quote' in stored) || stored.quote === undefined) return stored as EntryBody
  const { quote: place, ...body } = stored
  const quote = quoted?.get(place.seq)
  return quote ? { ...body, quote } : body
}
