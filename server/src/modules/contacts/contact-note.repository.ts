import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { CLIENT_NOTE_INDEX, contactNoteSchema } from './contact-note.schema.js'
import type { ContactNoteDocument } from './contact-note.schema.js'

export interface StoredContactNote {
  id: string
  tenantId: string
  contactId: string
  clientNoteId: string
  text: string
  author: { id: string; name: string }
  createdAt: Date
}

const idOf = (hex: string): Types.ObjectId => Types.ObjectId.createFromHexString(hex)

/** The notes on contacts. */
@Singleton()
export class ContactNoteRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ContactNoteDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contactNotes', contactNoteSchema)
  }

  /** Newest first, by contactNotes_contact. */
  async list(tenantId: string, contactId: string, limit: number): Promise<StoredContactNote[]> {
    const found = await this.model
      .find({ tenantId, contactId: idOf(contactId) })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean()
    return found.map(toNote)
  }

  /** Counted no further than to a limit. By contactNotes_contact. */
  count(tenantId: string, contactId: string, limit: number): Promise<number> {
    return this.model.countDocuments({ tenantId, contactId: idOf(contactId) }, { limit }).exec()
  }

  /** Adds a note; one of this author and id that is there already is returned instead. By contactNotes_clientNote. */
  async add(note: Omit<StoredContactNote, 'id'>): Promise<StoredContactNote> {
    const { tenantId, clientNoteId, text, createdAt, author } = note
    const key = { tenantId, contactId: idOf(note.contactId), authorId: idOf(author.id), clientNoteId }
    const document = { _id: new Types.ObjectId(), ...key, text, authorName: author.name, createdAt }
    try {
      await retryingContended(() => this.model.create(document))
      return toNote(document)
    } catch (error) {
      const stored = isDuplicateOf(error, CLIENT_NOTE_INDEX) ? await this.model.findOne(key).lean() : null
      if (stored === null) throw error
      return toNote(stored)
    }
  }

  /** By _id. */
  async find(
    { tenantId, contactId }: { tenantId: string; contactId: string },
    id: string,
  ): Promise<StoredContactNote | null> {
    const found = await this.model.findOne({ tenantId, _id: idOf(id), contactId: idOf(contactId) }).lean()
    return found && toNote(found)
  }

  /** By _id. */
  async remove({ tenantId, id }: Pick<StoredContactNote, 'tenantId' | 'id'>): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: idOf(id) })
  }

  /** What was written about a visitor is about the contact that they turned out to be. By contactNotes_contact. */
  async rehome({ tenantId, from, to }: { tenantId: string; from: string; to: string }): Promise<void> {
    await this.model.updateMany({ tenantId, contactId: idOf(from) }, { $set: { contactId: idOf(to) } })
  }
}

function toNote({ _id, tenantId, contactId, authorId, authorName, ...rest }: ContactNoteDocument): StoredContactNote {
  const { clientNoteId, text, createdAt } = rest
  const author = { id: authorId.toHexString(), name: authorName }
  return { id: _id.toHexString(), tenantId, contactId: contactId.toHexString(), clientNoteId, text, author, createdAt }
}
