import type { Attachment } from '../attachments/attachment.js'
import type { Entry } from './entry.js'
import { isMessage } from './message-kinds.js'

/**
 * What a client holds of one thread: a contiguous run of entries. Entries that arrive beyond a hole wait in `ahead` and are
 * not shown until the hole is filled, so nobody ever sees a message out of order (P3, P4).
 */
export interface Timeline {
  readonly entries: readonly Entry[]
  readonly ahead: readonly Entry[]
  /** The last position held without a hole, 0 when the thread is empty: the cursor to sync from. */
  readonly cursor: number
  readonly hasEarlier: boolean
}

export const emptyTimeline: Timeline = { entries: [], ahead: [], cursor: 0, hasEarlier: false }

/** A timeline from the newest page of a thread, oldest entry first. */
export function openTimeline(page: { entries: readonly Entry[]; position: number; hasEarlier: boolean }): Timeline {
  return { entries: page.entries, ahead: [], cursor: page.position, hasEarlier: page.hasEarlier }
}

/** Whether something is known to be missing: ask for what came after the cursor. */
export const hasHole = (timeline: Timeline): boolean => timeline.ahead.length > 0

/**
 * Puts one entry where it belongs, whether it came live or by sync. What is already held is dropped, so every delivery may
 * be repeated; changes (a recall, a cover) are applied to the entry that they name.
 */
export function insertEntry(timeline: Timeline, entry: Entry): Timeline {
  if (entry.position <= timeline.cursor) return timeline
  if (entry.position > timeline.cursor + 1) return { ...timeline, ahead: insertAhead(timeline.ahead, entry) }
  const appended = { ...timeline, entries: applyChange([...timeline.entries, entry], entry), cursor: entry.position }
  const [next, ...rest] = timeline.ahead
  return next === undefined ? appended : insertEntry({ ...appended, ahead: rest }, next)
}

export const insertEntries = (timeline: Timeline, entries: readonly Entry[]): Timeline =>
  entries.reduce(insertEntry, timeline)

/** Adds an earlier page in front; a page that does not touch what is held is dropped. */
export function prependHistory(timeline: Timeline, page: { entries: readonly Entry[]; hasEarlier: boolean }): Timeline {
  const first = timeline.entries[0]?.position ?? timeline.cursor + 1
  const earlier = page.entries.filter((entry) => entry.position < first)
  const touches = earlier.length === 0 || earlier.at(-1)?.position === first - 1
  if (!touches) return timeline
  const entries = timeline.entries.reduce(applyChange, [...earlier, ...timeline.entries])
  return { ...timeline, entries, hasEarlier: page.hasEarlier }
}

function insertAhead(ahead: readonly Entry[], entry: Entry): readonly Entry[] {
  if (ahead.some((held) => held.position === entry.position)) return ahead
  return [...ahead, entry].sort((one, other) => one.position - other.position)
}

function applyChange(entries: readonly Entry[], change: Entry): readonly Entry[] {
  if (change.kind !== 'recalled' && change.kind !== 'mediaReady') return entries
  const changed = change.kind === 'recalled' ? blank : (entry: Entry) => withMedia(entry, change.attachment)
  return entries.map((entry) => {
    if (entry.position === change.targetPosition) return changed(entry)
    return change.kind === 'recalled' ? withoutQuoted(entry, change.targetPosition) : entry
  })
}

function withoutQuoted(entry: Entry, position: number): Entry {
  if (!('quote' in entry) || entry.quote?.position !== position) return entry
  return { ...entry, quote: { ...entry.quote, text: null, files: null } }
}

function blank(entry: Entry): Entry {
  const hasFiles = 'attachments' in entry && entry.attachments !== undefined
  if (hasFiles) return { ...entry, text: null, attachments: [] }
  if (entry.kind === 'card') return { ...entry, text: null, card: null }
  return isMessage(entry) ? { ...entry, text: null } : entry
}

function withMedia(entry: Entry, attachment: Attachment): Entry {
  if (!('attachments' in entry) || entry.attachments === undefined) return entry
  return { ...entry, attachments: entry.attachments.map((held) => (held.id === attachment.id ? attachment : held)) }
}
