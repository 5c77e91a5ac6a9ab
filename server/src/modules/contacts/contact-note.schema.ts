import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** What staff wrote down about a contact. */
export interface ContactNoteDocument {
  _id: Types.ObjectId
  tenantId: string
  contactId: Types.ObjectId
  clientNoteId: string
  text: string
  authorId: Types.ObjectId
  authorName: string
  createdAt: Date
}

export const contactNoteSchema = defineSchema<ContactNoteDocument>('contactNotes', {
  tenantId: { type: String, required: true },
  contactId: { type: Types.ObjectId, required: true },
  clientNoteId: { type: String, required: true },
  text: { type: String, required: true },
  authorId: { type: Types.ObjectId, required: true },
  authorName: { type: String, required: true },
  createdAt: { type: Date, required: true },
})

export const CLIENT_NOTE_INDEX = 'contactNotes_clientNote'

// A contact's notes, newest first.
contactNoteSchema.index({ tenantId: 1, contactId: 1, createdAt: -1 }, { name: 'contactNotes_contact' })
// A retry is the note that is already there.
contactNoteSchema.index(
  { tenantId: 1, contactId: 1, authorId: 1, clientNoteId: 1 },
  { unique: true, name: CLIENT_NOTE_INDEX },
)
