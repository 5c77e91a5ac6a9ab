import type { Attachment, AttachmentKind } from '@parley/shared/attachments/attachment'
import type { Author, Card, EndReason, SystemCode } from '@parley/shared/conversations/entry'
import { isPublicMessageKind } from '@parley/shared/conversations/message-kinds'
import type { MessageKind } from '@parley/shared/conversations/message-kinds'

/** A message that another answers. Its place alone is stored: what it says is read where it stands, so a recall reaches every quote. */
export interface Quoted {
  id: string
  seq: number
  visibleSeq: number
  isVisibleToContact: boolean
  author: Pick<Author, 'role' | 'name'>
  kind: MessageKind
  /** Null once recalled. */
  text: string | null
  files: AttachmentKind | null
}

/** What an entry says, apart from where it stands. `targetSeq` and `targetVisibleSeq` name the entry that a change changes. */
export type EntryBody =
  | { kind: 'text'; text: string | null; quote?: Quoted }
  | { kind: 'note'; text: string | null; attachments?: Attachment[]; quote?: Quoted }
  | { kind: 'files'; text: string | null; attachments: Attachment[]; quote?: Quoted }
  | { kind: 'card'; text: string | null; card: Card | null }
  | { kind: 'system'; code: SystemCode; minutes?: number }
  | { kind: 'started' }
  | { kind: 'assigned'; assignee: { id: string; name: string } }
  | { kind: 'ended'; reason: EndReason }
  | { kind: 'recalled'; targetSeq: number; targetVisibleSeq: number }
  | { kind: 'mediaReady'; targetSeq: number; targetVisibleSeq: number; attachment: Attachment }

/** Where a log stands after an entry: carried by the entry itself, so that the last one alone tells all (mechanisms, "The log"). */
export interface Head {
  seq: number
  /** Entries that the contact may see, up to here. */
  visibleSeq: number
  /** Messages by the contact, and by staff to the contact, up to here. */
  contactCount: number
  staffCount: number
  lastContactSeq: number
  /** The conversation that is open after this entry. */
  openConversationId: string | null
  /** The contact's oldest message without an answer. */
  awaitingReplySince: Date | null
  createdAt: Date
}

/** One stored row of the log. */
export interface LogEntry extends Head {
  id: string
  tenantId: string
  threadId: string
  conversationId: string
  isVisibleToContact: boolean
  /** The participant who sent it; with `clientMessageId` it makes a retry recognisable. */
  senderKey: string
  clientMessageId: string
  author: Author
  body: EntryBody
}

/** An entry before the log has given it a place. */
export interface EntryDraft {
  conversationId: string
  isVisibleToContact: boolean
  senderKey: string
  clientMessageId: string
  author: Author
  body: EntryBody
}

export const EMPTY_HEAD: Head = {
  seq: 0,
  visibleSeq: 0,
  contactCount: 0,
  staffCount: 0,
  lastContactSeq: 0,
  openConversationId: null,
  awaitingReplySince: null,
  createdAt: new Date(0),
}

/** The head that a draft makes of the one before it. Time never runs backwards within a log. */
export function nextHead(head: Head, draft: EntryDraft, now: Date): Head {
  const createdAt = now > head.createdAt ? now : head.createdAt
  const seq = head.seq + 1
  const isMessage = isPublicMessageKind(draft.body.kind)
  const isFromContact = isMessage && draft.author.role === 'contact'
  const isFromStaff = isMessage && draft.author.role === 'staff'
  return {
    seq,
    visibleSeq: head.visibleSeq + (draft.isVisibleToContact ? 1 : 0),
    contactCount: head.contactCount + (isFromContact ? 1 : 0),
    staffCount: head.staffCount + (isFromStaff ? 1 : 0),
    lastContactSeq: isFromContact ? seq : head.lastContactSeq,
    openConversationId: openAfter(head, draft),
    awaitingReplySince: awaitingAfter(head, draft, createdAt),
    createdAt,
  }
}

function openAfter(head: Head, draft: EntryDraft): string | null {
  if (draft.body.kind === 'started') return draft.conversationId
  if (draft.body.kind === 'ended') return null
  return head.openConversationId
}

function awaitingAfter(head: Head, draft: EntryDraft, createdAt: Date): Date | null {
  if (draft.body.kind === 'ended') return null
  if (!isPublicMessageKind(draft.body.kind)) return head.awaitingReplySince
  return draft.author.role === 'contact' ? (head.awaitingReplySince ?? createdAt) : null
}
