import type { Entry } from '@parley/shared/conversations/entry'
import { isPublicMessage } from '@parley/shared/conversations/message-kinds'
import { entryKey } from '@parley/shared/conversations/pending-entries'
import { threadRows } from '@parley/shared/conversations/thread-rows'
import type { ThreadRow } from '@parley/shared/conversations/thread-rows'

/** The rows of a thread for staff, with keys that outlive the sending of a message. */
export function logRows(
  entries: readonly Entry[],
  { timeZone, unreadAfter }: { timeZone: string; unreadAfter: number | undefined },
): ThreadRow[] {
  const rows = threadRows(entries, { timeZone, reader: 'staff', ...(unreadAfter === undefined ? {} : { unreadAfter }) })
  return rows.map((row) => (row.type === 'entry' ? { ...row, key: entryKey(row.entry) } : row))
}

/** Which row an entry is drawn in; -1 for one that draws nothing. */
export const indexOfPosition = (rows: readonly ThreadRow[], position: number): number =>
  rows.findIndex((row) => row.type === 'entry' && row.entry.position === position)

/** One's last message that still says something: its receipt is always shown. */
export function lastOwnOf(entries: readonly Entry[], staffId: string): string | undefined {
  return entries.findLast((entry) => isPublicMessage(entry) && entry.text !== null && entry.author.id === staffId)?.id
}
