import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Attachment } from '@parley/shared/attachments/attachment'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Id } from '@parley/shared/kernel/ids'
import { Types } from 'mongoose'
import type { Model, UpdateQuery } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { attachmentSchema, UPLOAD_INDEX } from './attachment.schema.js'
import type { AttachmentDocument, AttachmentState, Claim } from './attachment.schema.js'

/** An attachment as the server works with it. */
export interface StoredAttachment extends Omit<AttachmentDocument, '_id'> {
  id: string
}

const idOf = (hex: string): Types.ObjectId => Types.ObjectId.createFromHexString(hex)
const toAttachment = ({ _id, ...rest }: AttachmentDocument): StoredAttachment => ({ id: _id.toHexString(), ...rest })

@Singleton()
export class AttachmentRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<AttachmentDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('attachments', attachmentSchema)
  }

  /** Adds an upload, or returns the one that the same client request began before. */
  async add(attachment: Omit<StoredAttachment, 'id'>): Promise<StoredAttachment> {
    try {
      return toAttachment((await this.model.create(attachment)).toObject())
    } catch (error) {
      if (!isDuplicateOf(error, UPLOAD_INDEX)) throw error
      const { tenantId, ownerKey, clientUploadId } = attachment
      const known = await this.findUpload({ tenantId, ownerKey, clientUploadId })
      if (known === null) throw error
      return known
    }
  }

  /** By attachments_upload. */
  async findUpload(key: {
    tenantId: string
    ownerKey: string
    clientUploadId: string
  }): Promise<StoredAttachment | null> {
    const found = await this.model.findOne(key).lean()
    return found && toAttachment(found)
  }

  /** By _id. @throws ParleyError `not_found`, for somebody else's as for an unknown one */
  async getOwn(owner: { tenantId: string; key: string }, id: string): Promise<StoredAttachment> {
    const found = await this.model.findOne({ _id: idOf(id), tenantId: owner.tenantId, ownerKey: owner.key }).lean()
    if (found === null) throw new ParleyError('not_found')
    return toAttachment(found)
  }

  /** Those of these ids that exist, in no particular order. By _id. */
  async list(tenantId: string, ids: readonly string[]): Promise<StoredAttachment[]> {
    const wanted = ids.filter((id) => Id.safeParse(id).success).map(idOf)
    return (await this.model.find({ tenantId, _id: { $in: wanted } }).lean()).map(toAttachment)
  }

  /** What an owner has asked to upload since a moment, in bytes, and how many uploads are still open. By attachments_owner. */
  async usageSince(owner: { tenantId: string; key: string }, since: Date): Promise<{ bytes: number; open: number }> {
    const [sum] = await this.model.aggregate<{ bytes: number; open: number }>([
      { $match: { tenantId: owner.tenantId, ownerKey: owner.key, createdAt: { $gt: since } } },
      { $project: { bytes: '$declared.size', open: { $cond: [{ $eq: ['$state', 'uploading'] }, 1, 0] } } },
      { $group: { _id: null, bytes: { $sum: '$bytes' }, open: { $sum: '$open' } } },
    ])
    return { bytes: sum?.bytes ?? 0, open: sum?.open ?? 0 }
  }

  /** Changes an attachment that is still in the state that the change presumes; null when it is not. By _id. */
  async change(
    { tenantId, id }: { tenantId: string; id: string },
    states: readonly AttachmentState[],
    change: UpdateQuery<AttachmentDocument>['$set'],
  ): Promise<StoredAttachment | null> {
    const found = await this.model
      .findOneAndUpdate(
        { _id: idOf(id), tenantId, state: { $in: [...states] } },
        { $set: change ?? {} },
        { returnDocument: 'after' },
      )
      .lean()
    return found && toAttachment(found)
  }

  /**
   * Gives a ready attachment to one message, or finds that it is that message's already. By _id.
   * @returns null when it is not the sender's, not ready, or another message's
   */
  async claim(owner: { tenantId: string; key: string }, id: string, claim: Claim): Promise<StoredAttachment | null> {
    const own = { _id: idOf(id), tenantId: owner.tenantId, ownerKey: owner.key }
    const claimed = await this.model
      .findOneAndUpdate(
        { ...own, state: 'ready' },
        { $set: { state: 'claimed', claim, claimedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean()
    if (claimed !== null) return toAttachment(claimed)
    const held = await this.model.findOne({ ...own, state: { $in: ['claimed', 'attached'] } }).lean()
    const isSame = held?.claim?.threadId === claim.threadId && held.claim.clientMessageId === claim.clientMessageId
    return isSame ? toAttachment(held) : null
  }

  /** The files of messages between a contact and staff, newest first. By attachments_contact. */
  async listOfContact(
    { tenantId, contactId }: { tenantId: string; contactId: string },
    page: { before: string | undefined; limit: number },
  ): Promise<StoredAttachment[]> {
    const found = await this.model
      .find({
        tenantId,
        'claim.contactId': contactId,
        state: 'attached',
        ...(page.before === undefined ? {} : { _id: { $lt: idOf(page.before) } }),
      })
      .sort({ _id: -1 })
      .limit(page.limit)
      .lean()
    return found.map(toAttachment)
  }

  /** Gives the files of a visitor's messages to the contact that they turned out to be. By attachments_contact. */
  async rehome({ tenantId, from, to }: { tenantId: string; from: string; to: string }): Promise<void> {
    await this.model.updateMany({ tenantId, 'claim.contactId': from }, { $set: { 'claim.contactId': to } })
  }

  /** What has stood in a state since before a moment. By attachments_sweep. */
  async listLeft(states: readonly AttachmentState[], before: Date, limit: number): Promise<StoredAttachment[]> {
    const found = await this.model
      .find({ state: { $in: [...states] }, createdAt: { $lt: before } })
      .limit(limit)
      .comment('every tenant: the sweep of what was left behind')
      .lean()
    return found.map(toAttachment)
  }

  /** Videos that no worker has looked at. By attachments_processing. */
  async listWaiting(limit: number): Promise<StoredAttachment[]> {
    const found = await this.model
      .find({ processing: 'waiting' })
      .sort({ createdAt: 1 })
      .limit(limit)
      .comment('every tenant: videos that wait for a worker')
      .lean()
    return found.map(toAttachment)
  }

  /** Videos of messages whose thread has not been told what they are. By attachments_processing. */
  async listUntold(before: Date, limit: number): Promise<StoredAttachment[]> {
    const found = await this.model
      .find({ processing: 'made', createdAt: { $lt: before }, state: 'attached' })
      .limit(limit)
      .comment('every tenant: covers that a crash kept from being told')
      .lean()
    return found.map(toAttachment)
  }

  async remove({ tenantId, id }: { tenantId: string; id: string }): Promise<void> {
    await this.model.deleteOne({ _id: idOf(id), tenantId })
  }
}

/** An attachment as everybody who sees its message knows it. */
export function attachmentView({ id, shown }: StoredAttachment): Attachment {
  if (shown === null) throw new ParleyError('attachment_not_ready')
  return { id, ...shown }
}
