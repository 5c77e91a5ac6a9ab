import type { Attachment, AttachmentKind } from '@parley/shared/attachments/attachment'
import { isMessageKind } from '@parley/shared/conversations/message-kinds'
import type { MessageKind } from '@parley/shared/conversations/message-kinds'
import type { EntryBody, Quoted } from './log-entry.js'

/** What somebody wrote, of whatever kind. */
export type MessageBody = Extract<EntryBody, { kind: MessageKind }>

export const isMessageBody = (body: EntryBody): body is MessageBody => isMessageKind(body.kind)

/** Whether two are the same message; one that was recalled has nothing left to compare. */
export function isSameMessage(stored: MessageBody, sent: MessageBody): boolean {
  if (stored.text === null) return true
  if (stored.kind !== sent.kind || stored.text !== sent.text) return false
  if (quoteOf(stored)?.id !== quoteOf(sent)?.id) return false
  if (idsOf(stored).join() !== idsOf(sent).join()) return false
  if (stored.kind === 'card' && sent.kind === 'card') return JSON.stringify(stored.card) === JSON.stringify(sent.card)
  return true
}

/** The message that a message answers. */
const quoteOf = (body: EntryBody): Quoted | undefined => ('quote' in body ? body.quote : undefined)

/** The attachments of a message, none for most kinds. */
export const idsOf = (body: EntryBody): string[] => attachmentsOf(body).map(({ id }) => id)

const attachmentsOf = (body: EntryBody): readonly Attachment[] =>
  'attachments' in body ? (body.attachments ?? []) : []

/** What lists call the files of a message: videos and pictures before anything else in it. */
export function filesKind(body: MessageBody): AttachmentKind | null {
  const kinds = new Set(attachmentsOf(body).map(({ kind }) => kind))
  return (['video', 'image', 'file'] as const).find((kind) => kinds.has(kind)) ?? null
}
