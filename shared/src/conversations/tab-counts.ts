import type { CountRow } from './counts.js'
import type { InboxTab } from './inbox.js'

/** The numbers on the tabs of somebody who was told these rows: of the queues that they see, and of their own chats. */
export function tabCounts(rows: Iterable<CountRow>): Record<InboxTab, number> {
  const counts = { mine: 0, waiting: 0, all: 0, ended: 0 }
  const own: CountRow[] = []
  const seen = new Set<string>()
  for (const row of rows) {
    if (row.assigneeId !== null) {
      own.push(row)
      continue
    }
    seen.add(row.queueId)
    counts.waiting += row.waiting
    counts.all += row.waiting + row.assigned
    counts.ended += row.ended
  }
  for (const row of own) {
    counts.mine += row.assigned
    // Their own in a queue that they do not see otherwise.
    if (seen.has(row.queueId)) continue
    counts.all += row.assigned
    counts.ended += row.ended
  }
  return counts
}

const keyOf = ({ queueId, assigneeId }: CountRow): string => `${queueId} ${assigneeId ?? ''}`

/** Takes in newer rows, whatever came first; the same map when none is. */
export function mergeCounts(
  held: ReadonlyMap<string, CountRow>,
  rows: readonly CountRow[],
): ReadonlyMap<string, CountRow> {
  const newer = rows.filter((row) => row.version > (held.get(keyOf(row))?.version ?? -1))
  if (newer.length === 0) return held
  return new Map([...held, ...newer.map((row) => [keyOf(row), row] as const)])
}
