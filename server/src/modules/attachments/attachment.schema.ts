import type { Attachment } from '@parley/shared/attachments/attachment'
import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/**
 * `uploading`: its parts are on their way; `ready`: verified, in no message yet; `claimed`: a message is being written with
 * it; `attached`: that message is stored; `refused`: its content was not accepted; `removed`: its message was recalled.
 */
export type AttachmentState = 'uploading' | 'ready' | 'claimed' | 'attached' | 'refused' | 'removed'

/** What a video still needs: `waiting` for a worker, `made` with a cover or without one, `told` to its thread; `none` for anything else. */
export type Processing = 'none' | 'waiting' | 'made' | 'told'

/** The message that an attachment belongs to. */
export interface Claim {
  threadId: string
  contactId: string
  senderKey: string
  authorRole: 'contact' | 'staff'
  /** In a note: no contact is ever given a link to it. Absent in what an earlier version stored. */
  isInternal?: boolean
  clientMessageId: string
}

export interface AttachmentDocument {
  _id: Types.ObjectId
  tenantId: string
  ownerKey: string
  clientUploadId: string
  state: AttachmentState
  processing: Processing
  /** Where its objects lie: `<prefix>/original` and what was made of it. */
  prefix: string
  uploadId: string
  declared: { name: string; size: number }
  /** What is shown, once verified. */
  shown: Omit<Attachment, 'id'> | null
  /** The keys of what there is. */
  objects: { original: string; view: string | null; thumbnail: string | null } | null
  refusal: { code: string; reason?: string; limit?: number } | null
  claim: Claim | null
  createdAt: Date
  claimedAt: Date | null
}

export const attachmentSchema = defineSchema<AttachmentDocument>('attachments', {
  tenantId: { type: String, required: true },
  ownerKey: { type: String, required: true },
  clientUploadId: { type: String, required: true },
  state: { type: String, required: true },
  processing: { type: String, required: true },
  prefix: { type: String, required: true },
  uploadId: { type: String, required: true },
  declared: { type: Object, required: true },
  shown: { type: Object, default: null },
  objects: { type: Object, default: null },
  refusal: { type: Object, default: null },
  claim: { type: Object, default: null },
  createdAt: { type: Date, required: true },
  claimedAt: { type: Date, default: null },
})

export const UPLOAD_INDEX = 'attachments_upload'

// A repeated request is the same upload; also what one person has sent lately.
attachmentSchema.index({ tenantId: 1, ownerKey: 1, clientUploadId: 1 }, { unique: true, name: UPLOAD_INDEX })
// The quota of a day.
attachmentSchema.index({ tenantId: 1, ownerKey: 1, createdAt: -1 }, { name: 'attachments_owner' })
// The files of a contact, newest first.
attachmentSchema.index({ tenantId: 1, 'claim.contactId': 1, _id: -1 }, { name: 'attachments_contact' })
// The sweeps: what was left behind, by state and age.
attachmentSchema.index({ state: 1, createdAt: 1 }, { name: 'attachments_sweep' })
// Videos that wait for a worker.
attachmentSchema.index({ processing: 1, createdAt: 1 }, { name: 'attachments_processing' })
