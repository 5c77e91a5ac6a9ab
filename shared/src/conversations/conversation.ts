import { z } from 'zod'
import { AvatarAddress } from '../accounts/staff.js'
import { AttachmentKind } from '../attachments/attachment.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { EndReason } from './entry.js'

/** `waiting` for an agent, `assigned` to one until it ends (C4), `ended`. */
export const ConversationState = z.enum(['waiting', 'assigned', 'ended'])
export type ConversationState = z.infer<typeof ConversationState>

const Person = z.strictObject({ id: Id, name: z.string() })

/** A conversation as staff see it in lists: a projection of the log that carries a rising `version`; the older one is dropped. */
export const ConversationSummary = z.strictObject({
  id: Id,
  threadId: Id,
  /** With what is to be drawn for them: an avatar's address without its side, or where the host has it; null: their initials. */
  contact: Person.extend({ avatar: z.string().nullable() }),
  channel: z.strictObject({ id: Id, name: z.string() }),
  queueId: Id,
  state: ConversationState,
  assignee: Person.nullable(),
  startedAt: Instant,
  waitingSince: Instant.nullable(),
  assignedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  endReason: EndReason.nullable(),
  /** The contact's oldest message without an answer: what the waiting clock counts from. */
  awaitingReplySince: Instant.nullable(),
  lastPosition: z.int().nonnegative(),
  lastMessage: z
    .strictObject({
      kind: z.enum(['text', 'note', 'files', 'card']),
      /** At most 140 characters: the words, a caption, a card's title; null once recalled. */
      preview: z.string().nullable(),
      /** What the files of the message are, null in any other. */
      files: AttachmentKind.nullable(),
      authorRole: z.enum(['contact', 'staff']),
      authorName: z.string(),
      createdAt: Instant,
    })
    .nullable(),
  /** Of the tenant's list; one that is not on it any more means nothing. */
  tagIds: z.array(Id),
  /** Messages by the contact in the thread so far, and before this conversation began: unread is never older than it. */
  contactCount: z.int().nonnegative(),
  contactCountBefore: z.int().nonnegative(),
  version: z.int().nonnegative(),
})
export type ConversationSummary = z.infer<typeof ConversationSummary>

/** The conversation as its contact sees it. */
export const ContactConversation = z.strictObject({
  id: Id,
  state: ConversationState,
  assigneeName: z.string().nullable(),
  assigneeAvatar: AvatarAddress,
  version: z.int().nonnegative(),
})
export type ContactConversation = z.infer<typeof ContactConversation>

/** How far a reader has read and received. `readCount` is the other side's message count there: unread = count − readCount. */
export const Mark = z.strictObject({
  threadId: Id,
  role: z.enum(['contact', 'staff']),
  /** Null for staff in what a contact receives. */
  readerId: Id.nullable(),
  readPosition: z.int().nonnegative(),
  readCount: z.int().nonnegative(),
  deliveredPosition: z.int().nonnegative(),
})
export type Mark = z.infer<typeof Mark>
