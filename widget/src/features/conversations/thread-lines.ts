import type { Attachment } from '@parley/shared/attachments/attachment'
import type { Card, Entry, PublicMessageEntry, Quote } from '@parley/shared/conversations/entry'
import { isPublicMessage } from '@parley/shared/conversations/message-kinds'
import { receiptOf } from '@parley/shared/conversations/mark-positions'
import { RECALL_WINDOW_MS } from '@parley/shared/conversations/limits'
import type { OutboxItem } from '@parley/shared/conversations/outbox'
import { entryKey, itemsOnTheirWay, pendingEntries } from '@parley/shared/conversations/pending-entries'
import { threadRows } from '@parley/shared/conversations/thread-rows'

/** Where a visitor's own message is on its way. */
export type Delivery = 'waiting' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read'

/** Named here as types alone, so that no component brings the schema with it. */
export type ShownCard = Card
export type ShownQuote = Quote

export interface Bubble {
  type: 'bubble'
  key: string
  threadId: string
  text: string
  attachments: readonly Attachment[]
  card: ShownCard | null
  quote: ShownQuote | undefined
  isOwn: boolean
  authorName: string
  createdAt: string
  isGroupStart: boolean
  isGroupEnd: boolean
  /** Null for messages by others. */
  delivery: Delivery | null
  /** Whether the line under the bubble says it: at the end of a group, where it changes, and whenever something is amiss. */
  showsDelivery: boolean
  /** Null while it is not stored. */
  position: number | null
  /** Null once it is stored. */
  clientMessageId: string | null
  isTooLong: boolean
}

/** What the log lists, top to bottom. */
export type ThreadLine =
  | { type: 'day'; key: string; day: string }
  | { type: 'unread'; key: string }
  | { type: 'event'; key: string; entry: Exclude<Entry, { kind: 'note' }>; isLast: boolean }
  | Bubble

export interface ThreadParts {
  entries: readonly Entry[]
  outbox: readonly OutboxItem[]
  staffMark: { readPosition: number; deliveredPosition: number }
  unreadAfter: number | undefined
  timeZone: string
  isConnected: boolean
}

/** One and the same, so that bubbles without files stay equal. */
const NONE: readonly Attachment[] = []

/** The thread as the visitor sees it: what is stored, then what is still on its way. */
export function threadLines(parts: ThreadParts): ThreadLine[] {
  const pending = itemsOnTheirWay(parts.outbox, parts.entries)
  const items = new Map(pending.map((item) => [item.clientMessageId, item]))
  const visible = parts.entries.filter((entry) => entry.kind !== 'note')
  const own = parts.entries.findLast((entry) => entry.author.role === 'contact' && isPublicMessage(entry))
  const author = own?.author ?? { role: 'contact', id: null, name: '' }
  const rows = threadRows([...visible, ...pendingEntries(pending, parts.entries, author)], {
    timeZone: parts.timeZone,
    reader: 'contact',
    ...(parts.unreadAfter === undefined ? {} : { unreadAfter: parts.unreadAfter }),
  })
  const lines = rows.map((row, index): ThreadLine => {
    if (row.type !== 'entry') return row
    const { entry } = row
    const isLast = index === rows.length - 1
    if (entry.kind === 'note') throw new Error('notes are staff only')
    if (!isPublicMessage(entry) || entry.text === null) return { type: 'event', key: entryKey(entry), entry, isLast }
    const item = items.get(entry.clientMessageId ?? '')
    return { ...bubbleOf(entry, parts, item), isGroupStart: row.isGroupStart, isGroupEnd: row.isGroupEnd }
  })
  return lines.map((line, index) => withDeliveryShown(line, lines[index + 1]))
}

function bubbleOf(entry: PublicMessageEntry, parts: ThreadParts, item: OutboxItem | undefined): Bubble {
  const isOwn = entry.author.role === 'contact'
  return {
    type: 'bubble',
    key: entryKey(entry),
    threadId: entry.threadId,
    text: entry.text ?? '',
    attachments: entry.kind === 'files' ? entry.attachments : NONE,
    card: entry.kind === 'card' ? entry.card : null,
    quote: 'quote' in entry ? entry.quote : undefined,
    isOwn,
    authorName: entry.author.name,
    createdAt: entry.createdAt,
    isGroupStart: true,
    isGroupEnd: true,
    delivery: isOwn ? deliveryOf(entry.position, parts, item) : null,
    showsDelivery: false,
    position: item === undefined ? entry.position : null,
    clientMessageId: item?.clientMessageId ?? null,
    isTooLong: item?.error === 'too_large',
  }
}

function deliveryOf(position: number, parts: ThreadParts, item: OutboxItem | undefined): Delivery {
  if (item?.state === 'failed') return 'failed'
  if (item !== undefined) return parts.isConnected ? 'sending' : 'waiting'
  return receiptOf(position, parts.staffMark)
}

function withDeliveryShown(line: ThreadLine, next: ThreadLine | undefined): ThreadLine {
  if (line.type !== 'bubble' || !line.isOwn) return line
  const isSaidBelow = !line.isGroupEnd && next?.type === 'bubble' && next.delivery === line.delivery
  return { ...line, showsDelivery: line.delivery === 'failed' || !isSaidBelow }
}

/** Whether the visitor may still take a message back. `now` is the server's time. */
export const isRecallable = (bubble: Bubble, now: number): boolean =>
  bubble.isOwn && bubble.position !== null && now - Date.parse(bubble.createdAt) < RECALL_WINDOW_MS

/** Lines that say the same as before stay the same objects, so that only what changed is drawn again. */
export function keepUnchanged(before: readonly ThreadLine[], after: readonly ThreadLine[]): ThreadLine[] {
  const held = new Map(before.map((line) => [line.key, line]))
  return after.map((line) => {
    const old = held.get(line.key)
    return old !== undefined && isSame(old, line) ? old : line
  })
}

function isSame(one: ThreadLine, other: ThreadLine): boolean {
  const values = other as unknown as Record<string, unknown>
  return Object.entries(one).every(([name, value]) => values[name] === value)
}
