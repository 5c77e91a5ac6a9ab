import type { ContactConversation, ConversationSummary, Mark } from '@parley/shared/conversations/conversation'
import type { Entry, Quote } from '@parley/shared/conversations/entry'
import type { Conversation } from './conversation.js'
import type { Audience } from './entry.repository.js'
import type { EntryBody, LogEntry, Quoted } from './log-entry.js'
import { isMessageBody } from './message-body.js'
import { ANSWERING_READER, CONTACT_READER } from './mark.repository.js'
import type { StoredMark } from './mark.repository.js'

/** An entry as one audience may see it. A contact gets their own positions, no ids of staff, no ids that staff's clients gave. */
export function entryFor(audience: Audience, entry: LogEntry): Entry {
  const { author } = entry
  const isOwnSide = audience === 'staff' || author.role === 'contact'
  // Assigned, not spread: several times quicker, and it is made for every message and audience.
  const common: LogEntryBase = {
    id: entry.id,
    threadId: entry.threadId,
    conversationId: entry.conversationId,
    position: audience === 'staff' ? entry.seq : entry.visibleSeq,
    createdAt: entry.createdAt.toISOString(),
    author: { role: author.role, id: isOwnSide ? author.id : null, name: author.name },
    clientMessageId: isOwnSide && isMessageBody(entry.body) ? entry.clientMessageId : null,
    contactCount: entry.contactCount,
    staffCount: entry.staffCount,
  }
  return Object.assign(common, bodyFor(audience, entry.body))
}

type WireBody = Entry extends infer Kind ? (Kind extends Entry ? Omit<Kind, keyof LogEntryBase> : never) : never
type LogEntryBase = Pick<
  Entry,
  | 'id'
  | 'threadId'
  | 'conversationId'
  | 'position'
  | 'createdAt'
  | 'author'
  | 'clientMessageId'
  | 'contactCount'
  | 'staffCount'
>

function bodyFor(audience: Audience, body: EntryBody): WireBody {
  if (body.kind === 'recalled') {
    return { kind: 'recalled', targetPosition: audience === 'staff' ? body.targetSeq : body.targetVisibleSeq }
  }
  if (body.kind === 'mediaReady') {
    const targetPosition = audience === 'staff' ? body.targetSeq : body.targetVisibleSeq
    return { kind: 'mediaReady', targetPosition, attachment: body.attachment }
  }
  if (body.kind === 'text' || body.kind === 'note' || body.kind === 'files') {
    const { quote, ...rest } = body
    return { ...rest, ...quoteFor(audience, quote) }
  }
  if (body.kind !== 'assigned') return body
  return { kind: 'assigned', assignee: { ...body.assignee, id: audience === 'staff' ? body.assignee.id : null } }
}

/** What a message answers, in the numbers of whoever reads it; a contact is never shown what is not theirs to see. */
function quoteFor(audience: Audience, quoted: Quoted | undefined): { quote?: Quote } {
  if (quoted === undefined || (audience === 'contact' && !quoted.isVisibleToContact)) return {}
  const { seq, visibleSeq, isVisibleToContact: _, ...quote } = quoted
  return { quote: { ...quote, position: audience === 'staff' ? seq : visibleSeq } }
}

/** A conversation as lists show it. One that is still beginning waits, as far as anyone is told. */
export function summaryOf(conversation: Conversation): ConversationSummary {
  const { id, threadId, queueId, state, assignee, lastMessage } = conversation
  return {
    id,
    threadId,
    queueId,
    assignee,
    contact: { id: conversation.contactId, name: conversation.contactName, avatar: conversation.contactAvatar },
    channel: { id: conversation.channelId, name: conversation.channelName },
    state: state === 'beginning' ? 'waiting' : state,
    startedAt: conversation.startedAt.toISOString(),
    waitingSince: conversation.waitingSince?.toISOString() ?? null,
    assignedAt: conversation.assignedAt?.toISOString() ?? null,
    endedAt: conversation.endedAt?.toISOString() ?? null,
    endReason: conversation.endReason,
    awaitingReplySince: conversation.awaitingReplySince?.toISOString() ?? null,
    lastPosition: conversation.lastSeq,
    lastMessage: lastMessage && {
      kind: lastMessage.kind,
      preview: lastMessage.preview,
      files: lastMessage.files ?? null,
      authorRole: lastMessage.authorRole,
      authorName: lastMessage.authorName,
      createdAt: lastMessage.createdAt.toISOString(),
    },
    tagIds: conversation.tagIds,
    contactCount: conversation.contactCount,
    contactCountBefore: conversation.contactCountBefore,
    version: conversation.version,
  }
}

/** The same for its contact: no ids of staff, nothing of the queue. */
export function contactConversationOf(conversation: Conversation): ContactConversation {
  const { id, state, assignee, assigneeAvatar, version } = conversation
  const shownState = state === 'beginning' ? 'waiting' : state
  return { id, state: shownState, assigneeName: assignee?.name ?? null, assigneeAvatar, version }
}

/** A mark in the numbers of whoever is told. */
export function markFor(audience: Audience, mark: StoredMark, contactId: string): Mark {
  const isContact = mark.readerKey === CONTACT_READER
  return {
    threadId: mark.threadId,
    role: isContact ? 'contact' : 'staff',
    readerId: isContact ? contactId : staffReaderOf(mark),
    readPosition: audience === 'staff' ? mark.readSeq : mark.readVisibleSeq,
    readCount: mark.readCount,
    deliveredPosition: audience === 'staff' ? mark.deliveredSeq : mark.deliveredVisibleSeq,
  }
}

function staffReaderOf({ readerKey }: StoredMark): string | null {
  return readerKey === ANSWERING_READER ? null : readerKey.slice('staff:'.length)
}

/** The marks of a thread that an audience may know: a contact their own and the answering side's, staff all members'. */
export function marksFor(audience: Audience, marks: StoredMark[], contactId: string): Mark[] {
  const isShown = ({ readerKey }: StoredMark) =>
    audience === 'staff'
      ? readerKey !== ANSWERING_READER
      : readerKey === CONTACT_READER || readerKey === ANSWERING_READER
  return marks.filter(isShown).map((mark) => markFor(audience, mark, contactId))
}
