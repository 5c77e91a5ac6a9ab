import type { Attachment } from '../attachments/attachment.js'
import type { Entry, MessageEntry, Quote } from './entry.js'
import type { OutboxItem } from './outbox.js'

/** Items that the thread does not hold yet: one may arrive before the answer to its send, and is not drawn twice. */
export function itemsOnTheirWay(items: readonly OutboxItem[], entries: readonly Entry[]): OutboxItem[] {
  const arrived = new Set(entries.map((entry) => entry.clientMessageId))
  return items.filter((item) => !arrived.has(item.clientMessageId))
}

/**
 * Items on their way as entries, which group and divide as if they had just been stored: after the last entry held, and not
 * dated before it, whatever this machine's clock says.
 */
export function pendingEntries(
  items: readonly OutboxItem[],
  entries: readonly Entry[],
  author: Entry['author'],
): MessageEntry[] {
  const last = entries.at(-1)
  return items.map((item, index) => ({
    id: `pending-${item.clientMessageId}`,
    threadId: item.lane,
    conversationId: '',
    position: (last?.position ?? 0) + index + 1,
    createdAt: last !== undefined && last.createdAt > item.createdAt ? last.createdAt : item.createdAt,
    author,
    clientMessageId: item.clientMessageId,
    contactCount: 0,
    staffCount: 0,
    ...bodyOf(item),
  }))
}

type Body =
  | { kind: 'text'; quote?: Quote }
  | { kind: 'note'; attachments: Attachment[]; quote?: Quote }
  | Pick<Files, 'kind' | 'attachments' | 'quote'>
  | Pick<Product, 'kind' | 'card'>
type Files = Extract<Entry, { kind: 'files' }>
type Product = Extract<Entry, { kind: 'card' }>

function bodyOf({ kind, text, attachments = [], card, quote }: OutboxItem): Body & { text: string } {
  const quoted = quote && { quote }
  if (kind === 'files' || kind === 'note') return { kind, text, attachments, ...quoted }
  if (kind === 'card') return { kind, text, card: card ?? null }
  return { kind, text, ...quoted }
}

/** One bubble from "sending" to "read": its key does not change when the stored entry takes the place of the pending one. */
export const entryKey = (entry: Entry): string =>
  entry.clientMessageId === null ? entry.id : `${entry.author.role}-${entry.clientMessageId}`
