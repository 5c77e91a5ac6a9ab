import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'
import type { Contact, ContactClaims } from './contact.js'

/** Someone who writes to us. Visitors are stored with their first message, known contacts when they are first identified. */
export interface ContactDocument extends Omit<
  Contact,
  'id' | 'channelId' | 'externalId' | 'mergedInto' | 'tokensValidAfter' | 'claimedAttributes'
> {
  _id: Types.ObjectId
  channelId: Types.ObjectId
  /** Present where known by the host's word: what the index of known contacts stands on. */
  externalId?: string
  /** The last claims of the host and when it made them: only what it says otherwise since then changes the contact. */
  claimed?: ContactClaims & { issuedAt: Date }
  mergedInto?: Types.ObjectId
  /** Present once something was revoked. */
  tokensValidAfter?: Date
  /** Set with a change that others have to follow, and taken away once they have: what a crash leaves behind can be found by it. */
  unsettledSince?: Date
}

export const contactSchema = defineSchema<ContactDocument>('contacts', {
  tenantId: { type: String, required: true },
  channelId: { type: Types.ObjectId, required: true },
  externalId: { type: String },
  isIdentified: { type: Boolean, required: true },
  login: { type: String },
  // `#4821` for a visitor without a name: clients word it ("Visitor 4821").
  name: { type: String, required: true },
  avatar: { type: String },
  avatarUrl: { type: String },
  email: { type: String },
  level: { type: String },
  attributes: { type: Object, required: true },
  saidAttributes: { type: Object },
  claimed: { type: Object },
  createdAt: { type: Date, required: true },
  lastSeenAt: { type: Date, required: true },
  blockedAt: { type: Date },
  userAgent: { type: String },
  tokensValidAfter: { type: Date },
  mergedInto: { type: Types.ObjectId },
  unsettledSince: { type: Date },
  version: { type: Number, required: true },
})

export const EXTERNAL_ID_INDEX = 'contacts_externalId'

// Who the host says this is; one contact for each, however many of their devices arrive at once.
contactSchema.index(
  { tenantId: 1, channelId: 1, externalId: 1 },
  { unique: true, name: EXTERNAL_ID_INDEX, partialFilterExpression: { externalId: { $exists: true } } },
)
// What a crash left half done: holds only what is in the middle of it.
contactSchema.index(
  { unsettledSince: 1 },
  { name: 'contacts_unsettled', partialFilterExpression: { unsettledSince: { $exists: true } } },
)
