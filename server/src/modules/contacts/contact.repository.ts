import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model, UpdateQuery } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import type { Contact, ContactClaims } from './contact.js'
import { contactSchema, EXTERNAL_ID_INDEX } from './contact.schema.js'
import type { ContactDocument } from './contact.schema.js'

/** A contact as the host's system knows them. */
export interface ExternalContact {
  tenantId: string
  channelId: string
  externalId: string
}

type ContactKey = Pick<Contact, 'tenantId' | 'id'>

/** A contact with what the host said of them last. */
interface Known {
  contact: Contact
  claimed: (ContactClaims & { issuedAt: Date }) | null
}

const idOf = (hex: string): Types.ObjectId => Types.ObjectId.createFromHexString(hex)

@Singleton()
export class ContactRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ContactDocument>
  private readonly reads = new GatheredReads<Contact>((...asked) => this.list(...asked))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contacts', contactSchema)
  }

  /** Stores a contact; one that is stored already stays as it is. */
  async ensure(contact: Contact): Promise<void> {
    try {
      await retryingContended(() => this.model.create(toDocument(contact)))
    } catch (error) {
      if (!isDuplicateOf(error, '_id_')) throw error
    }
  }

  /** With those asked for at the same time: everybody who connects is looked for. */
  async find(tenantId: string, id: string): Promise<Contact | null> {
    return (await this.reads.get(tenantId, id)) ?? null
  }

  /** By _id. */
  private async list(tenantId: string, ids: string[]): Promise<Map<string, Contact>> {
    const found = await this.model.find({ tenantId, _id: { $in: ids.map(idOf) } }).lean()
    return new Map(found.map((each) => [each._id.toHexString(), toContact(each)]))
  }

  /** By contacts_externalId. */
  async findKnown({ tenantId, channelId, externalId }: ExternalContact): Promise<Known | null> {
    const found = await this.model.findOne({ tenantId, channelId: idOf(channelId), externalId }).lean()
    return found && { contact: toContact(found), claimed: found.claimed ?? null }
  }

  /** Adds a known contact; null when there is one of this external id by now. */
  async addKnown(contact: Contact, claimed: ContactClaims & { issuedAt: Date }): Promise<Contact | null> {
    try {
      await retryingContended(() => this.model.create({ ...toDocument(contact), claimed }))
      return { ...contact, claimedAttributes: claimed.attributes }
    } catch (error) {
      if (isDuplicateOf(error, EXTERNAL_ID_INDEX)) return null
      throw error
    }
  }

  /** Changes a contact as it was read; null when it has changed since. By _id. */
  change(
    { version, ...contact }: ContactKey & Pick<Contact, 'version'>,
    $set: Partial<Omit<ContactDocument, '_id' | 'tenantId' | 'version'>>,
  ): Promise<Contact | null> {
    return this.update(contact, { $set }, { version })
  }

  /**
   * Makes a visitor, stored or not, the known contact that they turned out to be: once. Null when they are somebody else
   * already. By _id.
   */
  async merge(visitor: Contact, contactId: string, unsettledSince: Date): Promise<Contact | null> {
    await this.ensure(visitor)
    const { tenantId, id } = visitor
    const merged = await this.model
      .findOneAndUpdate(
        { tenantId, _id: idOf(id), isIdentified: { $ne: true }, mergedInto: { $exists: false } },
        {
          $set: { mergedInto: idOf(contactId), unsettledSince, tokensValidAfter: unsettledSince },
          $inc: { version: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean()
    if (merged !== null) return toContact(merged)
    const found = await this.find(tenantId, id)
    return found?.mergedInto === contactId ? found : null
  }

  /** Everything that a contact entered with until now is refused from now on. By _id. */
  revokeTokens(contact: ContactKey, at: Date): Promise<Contact | null> {
    return this.update(contact, { $max: { tokensValidAfter: at } })
  }

  /** Everything that had to follow a change has followed, unless they have changed again. By _id. */
  async noteSettled({ tenantId, id, version }: Pick<Contact, 'tenantId' | 'id' | 'version'>): Promise<void> {
    await this.model.updateOne({ tenantId, _id: idOf(id), version }, { $unset: { unsettledSince: 1 } })
  }

  /** What has been in the middle of something since before a moment. By contacts_unsettled. */
  async listUnsettled(before: Date): Promise<Contact[]> {
    const found = await this.model
      .find({ unsettledSince: { $exists: true, $lt: before } })
      .limit(200)
      .comment('every tenant: what a crash left half done')
      .lean()
    return found.map(toContact)
  }

  /** What follows from it is found undone after a crash. By _id. */
  setAvatar(contact: ContactKey, $set: { avatar: string | null; unsettledSince: Date }): Promise<Contact | null> {
    return this.update(contact, { $set })
  }

  /** From a moment on they may write no more; null lets them again. By _id. */
  block(contact: ContactKey, blockedAt: Date | null): Promise<Contact | null> {
    return this.update(contact, { $set: { blockedAt } })
  }

  /** What they write from now. Nobody decides by it, so the version stays. By _id. */
  async noteUserAgent({ tenantId, id }: ContactKey, userAgent: string): Promise<void> {
    await this.model.updateOne({ tenantId, _id: idOf(id) }, { $set: { userAgent } })
  }

  /** Is here now. Nothing that anybody has to be told, so the version stays. By _id. */
  async noteSeen({ tenantId, id }: ContactKey, lastSeenAt: Date): Promise<void> {
    await this.model.updateOne({ tenantId, _id: idOf(id) }, { $max: { lastSeenAt } })
  }

  /** What a page said of them, name by name; null takes one back. Nobody else decides by it, so the version stays. By _id. */
  async noteSaid(
    { tenantId, id }: ContactKey,
    said: Record<string, Contact['saidAttributes'][string] | null>,
  ): Promise<void> {
    const names = Object.keys(said)
    const kept = names.filter((name) => said[name] !== null)
    const $set = Object.fromEntries(kept.map((name) => [`saidAttributes.${name}`, said[name]]))
    const gone = names.filter((name) => said[name] === null)
    const $unset = Object.fromEntries(gone.map((name) => [`saidAttributes.${name}`, 1]))
    const update = { ...(kept.length > 0 ? { $set } : {}), ...(gone.length > 0 ? { $unset } : {}) }
    if (names.length > 0) await this.model.updateOne({ tenantId, _id: idOf(id) }, update)
  }

  /** Changes a contact and raises their version; null where there is none, or where it is not as `when` says. By _id. */
  private async update(
    { tenantId, id }: ContactKey,
    update: UpdateQuery<ContactDocument>,
    when: Partial<Pick<Contact, 'version'>> = {},
  ): Promise<Contact | null> {
    const found = await this.model
      .findOneAndUpdate(
        { tenantId, _id: idOf(id), ...when },
        { ...update, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
    return found && toContact(found)
  }
}

/** An id for a contact who is not stored yet. */
export const newContactId = (): string => new Types.ObjectId().toHexString()

function toDocument(contact: Contact): ContactDocument {
  const { id, channelId, externalId, mergedInto, tokensValidAfter, claimedAttributes: _claimed, ...rest } = contact
  return {
    ...rest,
    _id: idOf(id),
    channelId: idOf(channelId),
    ...(externalId === null ? {} : { externalId }),
    ...(mergedInto === null ? {} : { mergedInto: idOf(mergedInto) }),
    ...(tokensValidAfter === null ? {} : { tokensValidAfter }),
  }
}

function toContact(document: ContactDocument): Contact {
  const { _id, channelId, externalId, mergedInto, claimed, unsettledSince: _since, ...rest } = document
  return {
    ...NOT_STORED_BEFORE,
    ...rest,
    id: _id.toHexString(),
    channelId: channelId.toHexString(),
    externalId: externalId ?? null,
    claimedAttributes: claimed?.attributes ?? {},
    tokensValidAfter: rest.tokensValidAfter ?? null,
    lastSeenAt: rest.lastSeenAt ?? rest.createdAt,
    mergedInto: mergedInto?.toHexString() ?? null,
  }
}

/** What a contact lacks who was stored before contacts could be known. */
const NOT_STORED_BEFORE = {
  isIdentified: false,
  avatar: null,
  avatarUrl: null,
  email: null,
  level: null,
  attributes: {},
  login: null,
  blockedAt: null,
  userAgent: null,
  saidAttributes: {},
  version: 0,
}
