import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { ClientMessageId, Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'

const Text = z.string().trim().min(1).max(2_000)

/** What staff should know of a contact whichever conversation they are in; the contact never sees it. */
export const ContactNote = z.strictObject({
  id: Id,
  text: z.string(),
  author: z.strictObject({ id: Id, name: z.string() }),
  createdAt: Instant,
  /** Whether the reader may delete it. */
  canDelete: z.boolean(),
})
export type ContactNote = z.infer<typeof ContactNote>

/** Newest first. */
export const ListContactNotes = command({
  name: 'contacts:listNotes',
  permission: 'contacts.read',
  input: z.strictObject({ contactId: Id }),
  output: z.strictObject({ notes: z.array(ContactNote) }),
})

/** A repeated `clientNoteId` is answered with what is stored. `too_large` when the contact has as many as they can have. */
export const AddContactNote = command({
  name: 'contacts:addNote',
  permission: 'contacts.edit',
  input: z.strictObject({ contactId: Id, clientNoteId: ClientMessageId, text: Text }),
  output: z.strictObject({ note: ContactNote }),
})

/** One's own; with the widest reach anybody's. */
export const DeleteContactNote = command({
  name: 'contacts:deleteNote',
  permission: 'contacts.edit',
  input: z.strictObject({ contactId: Id, noteId: Id }),
  output: z.strictObject({}),
})

/** To staff who have a conversation of theirs open: read the notes again. */
export const ContactNotesChanged = fact('contacts:notesChanged', z.strictObject({ contactId: Id }))
