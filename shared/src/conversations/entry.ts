import { z } from 'zod'
import { Attachment, AttachmentKind } from '../attachments/attachment.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'

/** Who wrote an entry. A contact is never told the id of a member of staff, so `id` is null in what they receive. */
export const Author = z.strictObject({
  role: z.enum(['contact', 'staff', 'system']),
  id: Id.nullable(),
  name: z.string(),
})
export type Author = z.infer<typeof Author>

const base = {
  id: Id,
  threadId: Id,
  conversationId: Id,
  /**
   * Where the entry stands for this reader: staff count every entry (`seq` in the store), a contact counts those they may
   * see (`visibleSeq`). 1, 2, 3 … without holes for each of them, so a hole always means "ask for what is missing".
   */
  position: z.int().positive(),
  createdAt: Instant,
  author: Author,
  clientMessageId: z.string().nullable(),
  /** Messages by the contact, and by staff, in the thread up to and including this entry: unread is a subtraction. */
  contactCount: z.int().nonnegative(),
  staffCount: z.int().nonnegative(),
}

/**
 * `continued`: its visitor turned out to be a contact who has another conversation open. `silence`: nobody wrote for as long as
 * its queue waits, the contact having been told.
 */
export const EndReason = z.enum(['staff', 'contact', 'abandoned', 'continued', 'silence'])
export type EndReason = z.infer<typeof EndReason>

/** Lines that Parley itself writes, as codes: the reader's locale words them. `silence` says in how many minutes it ends. */
export const SystemCode = z.enum(['nobody_online', 'silence'])
export type SystemCode = z.infer<typeof SystemCode>

/** A product or an order, as the host's page describes it (C6). */
export const Card = z.strictObject({
  title: z.string().min(1).max(200),
  description: z.string().max(500).optional(),
  /** The price as the host words it, currency included. */
  price: z.string().max(50).optional(),
  image: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
})
export type Card = z.infer<typeof Card>

/** The message that a message answers, as it stands when it is read. */
export const Quote = z.strictObject({
  /** Of the quoted entry. */
  id: Id,
  position: z.int().positive(),
  author: Author.omit({ id: true }),
  kind: z.enum(['text', 'note', 'files', 'card']),
  /** Its first words; null once recalled. */
  text: z.string().nullable(),
  /** What its files are, null where it has none. */
  files: AttachmentKind.nullable(),
})
export type Quote = z.infer<typeof Quote>

/** Blank (`null`) once recalled or erased; the entry itself stays, so positions stay contiguous. */
const text = z.string().nullable()
const quote = Quote.optional()

/** One row of the log: a message (`text`, `note`, `system`) or a change that names what it changes. */
export const Entry = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('text'), text, quote }),
  /** Its files are for staff alone as well; absent where it has none. */
  z.strictObject({ ...base, kind: z.literal('note'), text, attachments: z.array(Attachment).optional(), quote }),
  /** One file, or several as an album; `text` is the caption, empty where there is none. Recalled, it has neither. */
  z.strictObject({ ...base, kind: z.literal('files'), text, attachments: z.array(Attachment), quote }),
  /** A product or an order of the host's; `text` is its title. */
  z.strictObject({ ...base, kind: z.literal('card'), text, card: Card.nullable() }),
  z.strictObject({ ...base, kind: z.literal('system'), code: SystemCode, minutes: z.int().positive().optional() }),
  z.strictObject({ ...base, kind: z.literal('started') }),
  z.strictObject({
    ...base,
    kind: z.literal('assigned'),
    assignee: z.strictObject({ id: Id.nullable(), name: z.string() }),
  }),
  z.strictObject({ ...base, kind: z.literal('ended'), reason: EndReason }),
  z.strictObject({ ...base, kind: z.literal('recalled'), targetPosition: z.int().positive() }),
  /** A video's cover and form are known now. */
  z.strictObject({
    ...base,
    kind: z.literal('mediaReady'),
    targetPosition: z.int().positive(),
    attachment: Attachment,
  }),
])
export type Entry = z.infer<typeof Entry>
export type PublicMessageEntry = Extract<Entry, { kind: 'text' | 'files' | 'card' }>
export type MessageEntry = PublicMessageEntry | Extract<Entry, { kind: 'note' }>
