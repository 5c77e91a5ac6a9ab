import type { Entry, MessageEntry, PublicMessageEntry } from './entry.js'

/** Messages that contact and staff exchange; a new kind of message is named here, and has its own file where it is drawn and stored. */
export const PUBLIC_MESSAGE_KINDS = ['text', 'files', 'card'] as const
export type PublicMessageKind = (typeof PUBLIC_MESSAGE_KINDS)[number]
export type MessageKind = PublicMessageKind | 'note'

export const isPublicMessageKind = (kind: string): kind is PublicMessageKind =>
  (PUBLIC_MESSAGE_KINDS as readonly string[]).includes(kind)

export const isMessageKind = (kind: string): kind is MessageKind => kind === 'note' || isPublicMessageKind(kind)

/** Written by somebody for the other side, not a note and not a change. */
export const isPublicMessage = (entry: Entry): entry is PublicMessageEntry => isPublicMessageKind(entry.kind)

/** Written by somebody, notes included. */
export const isMessage = (entry: Entry): entry is MessageEntry => isMessageKind(entry.kind)
