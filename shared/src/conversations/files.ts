import { z } from 'zod'
import { Attachment, AttachmentLinks } from '../attachments/attachment.js'
import { LINKS_MAX } from '../attachments/limits.js'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'

const links = {
  input: z.strictObject({ threadId: Id, attachmentIds: z.array(Id).min(1).max(LINKS_MAX) }),
  /** Of those attachments that the reader may see in this thread; of no others. */
  output: z.strictObject({ links: z.array(AttachmentLinks) }),
}
/** Where the files of a thread can be read for five minutes: who may not read the thread gets no address. */
export const LinkFiles = command({ name: 'conversations:linkFiles', permission: 'thread.own', ...links })
export const LinkConversationFiles = command({
  name: 'conversations:linkConversationFiles',
  permission: 'conversations.read',
  ...links,
})

/** A file of a contact, with the message that it came in. */
export const ContactFile = z.strictObject({
  attachment: Attachment,
  threadId: Id,
  authorRole: z.enum(['contact', 'staff']),
  /** In a note: the contact knows nothing of it. */
  isInternal: z.boolean(),
  sentAt: Instant,
})
export type ContactFile = z.infer<typeof ContactFile>

/** Everything that a contact and staff have sent one another, and what staff noted about them, newest first, for the side panel. */
export const ListFilesOfContact = command({
  name: 'conversations:listFilesOfContact',
  permission: 'conversations.read',
  input: z.strictObject({
    contactId: Id,
    /** `next` of the page before; absent for the first. */
    cursor: Id.optional(),
  }),
  output: z.strictObject({ files: z.array(ContactFile), next: Id.nullable() }),
})
