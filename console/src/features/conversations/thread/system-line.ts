import type { Entry, MessageEntry } from '@parley/shared/conversations/entry'

/** What is neither a message nor a mere change of one. */
export type SystemEntry = Exclude<Entry, MessageEntry | { kind: 'recalled' | 'mediaReady' }>
type LineKey =
  | 'started'
  | 'returned'
  | 'assignedToMe'
  | 'assigned'
  | 'endedByMe'
  | 'endedByStaff'
  | 'endedByContact'
  | 'abandoned'
  | 'continued'
  | 'silence'
  | 'silenceWarned'
  | 'nobodyOnline'

/** Which phrase words an entry that Parley wrote, for this reader, and the name in it. */
export function systemLine(entry: SystemEntry, myId: string): { key: LineKey; name: string } {
  switch (entry.kind) {
    case 'started':
      // The thread goes on: what stands above is what they talked about before.
      return { key: entry.position > 1 ? 'returned' : 'started', name: '' }
    case 'assigned':
      return { key: entry.assignee.id === myId ? 'assignedToMe' : 'assigned', name: entry.assignee.name }
    case 'system':
      return { key: entry.code === 'silence' ? 'silenceWarned' : 'nobodyOnline', name: '' }
    case 'ended':
      return { key: endedKey(entry, myId), name: entry.author.name }
  }
}

function endedKey(entry: Extract<Entry, { kind: 'ended' }>, myId: string): LineKey {
  switch (entry.reason) {
    case 'staff':
      return entry.author.id === myId ? 'endedByMe' : 'endedByStaff'
    case 'contact':
      return 'endedByContact'
    case 'abandoned':
      return 'abandoned'
    case 'continued':
      return 'continued'
    case 'silence':
      return 'silence'
  }
}
