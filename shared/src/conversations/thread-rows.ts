import type { Entry } from './entry.js'
import { isMessage, isPublicMessage } from './message-kinds.js'

/** Messages of one author closer together than this share a group. */
export const GROUP_WITHIN_MS = 3 * 60_000

/** What a thread's screen lists, top to bottom. `day` is `YYYY-MM-DD` in the reader's zone. */
export type ThreadRow =
  | { type: 'day'; key: string; day: string }
  | { type: 'unread'; key: string }
  | { type: 'entry'; key: string; entry: Entry; isGroupStart: boolean; isGroupEnd: boolean }

/**
 * Entries with the dividers between them. The unread divider stands before the first message by someone else after
 * `unreadAfter`; entries that only change another (`recalled`, `mediaReady`) draw nothing themselves.
 */
export function threadRows(
  entries: readonly Entry[],
  options: { timeZone: string; unreadAfter?: number; reader: Entry['author']['role'] },
): ThreadRow[] {
  const dayOf = dayFormatter(options.timeZone)
  const shown = entries.filter((entry) => entry.kind !== 'recalled' && entry.kind !== 'mediaReady')
  const rows: ThreadRow[] = []
  let day = ''
  let isUnreadShown = options.unreadAfter === undefined
  shown.forEach((entry, index) => {
    const entryDay = dayOf(entry.createdAt)
    if (entryDay !== day) rows.push({ type: 'day', key: `day-${entryDay}-${entry.position}`, day: entryDay })
    day = entryDay
    if (!isUnreadShown && entry.position > (options.unreadAfter ?? 0) && isMessageByOther(entry, options.reader)) {
      rows.push({ type: 'unread', key: 'unread' })
      isUnreadShown = true
    }
    rows.push({
      type: 'entry',
      key: entry.id,
      entry,
      isGroupStart: !belongTogether(shown[index - 1], entry, dayOf),
      isGroupEnd: !belongTogether(entry, shown[index + 1], dayOf),
    })
  })
  return rows
}

function belongTogether(one: Entry | undefined, next: Entry | undefined, dayOf: (instant: string) => string): boolean {
  if (one === undefined || next === undefined) return false
  return (
    isPublicMessage(one) &&
    isPublicMessage(next) &&
    one.author.role === next.author.role &&
    one.author.id === next.author.id &&
    one.author.name === next.author.name &&
    Date.parse(next.createdAt) - Date.parse(one.createdAt) <= GROUP_WITHIN_MS &&
    dayOf(one.createdAt) === dayOf(next.createdAt)
  )
}

function isMessageByOther(entry: Entry, reader: Entry['author']['role']): boolean {
  return isMessage(entry) && entry.author.role !== reader
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function dayFormatter(timeZone: string): (instant: string) => string {
  const known = formatters.get(timeZone)
  const formatter = known ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  formatters.set(timeZone, formatter)
  return (instant) => formatter.format(new Date(instant))
}
