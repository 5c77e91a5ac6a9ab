import { z } from 'zod'
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

export const EndReason = z.enum(['staff', 'contact', 'abandoned'])
export type EndReason = z.infer<typeof EndReason>

/** Lines that Parley itself writes, as codes: the reader's locale words them. */
export const SystemCode = z.enum(['nobody_online'])
export type SystemCode = z.infer<typeof SystemCode>

/** Blank (`null`) once recalled or erased; the entry itself stays, so positions stay contiguous. */
const text = z.string().nullable()

/** One row of the log: a message (`text`, `note`, `system`) or a change that names what it changes. */
export const Entry = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('text'), text }),
  z.strictObject({ ...base, kind: z.literal('note'), text }),
  z.strictObject({ ...base, kind: z.literal('system'), code: SystemCode }),
  z.strictObject({ ...base, kind: z.literal('started') }),
  z.strictObject({
    ...base,
    kind: z.literal('assigned'),
    assignee: z.strictObject({ id: Id.nullable(), name: z.string() }),
  }),
  z.strictObject({ ...base, kind: z.literal('ended'), reason: EndReason }),
  z.strictObject({ ...base, kind: z.literal('recalled'), targetPosition: z.int().positive() }),
])
export type Entry = z.infer<typeof Entry>
export type MessageEntry = Extract<Entry, { kind: 'text' | 'note' }>
