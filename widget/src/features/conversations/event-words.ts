import type { Entry } from '@parley/shared/conversations/entry'
import type { Words } from '../../ui/words.en'

/** How a line that is no bubble is worded for the visitor. */
export function eventWords(entry: Exclude<Entry, { kind: 'note' }>, words: Words): string {
  switch (entry.kind) {
    case 'started':
      return words.started
    case 'assigned':
      return words.assigned(entry.assignee.name)
    case 'ended':
      return entry.reason === 'contact' ? words.youEnded : words.ended
    case 'system':
      return entry.code === 'silence' ? words.endsSoon(entry.minutes ?? 1) : words.nobodyOnlineLine
    case 'text':
    case 'files':
    case 'card':
    case 'mediaReady':
    case 'recalled':
      return entry.author.role === 'contact' ? words.youRecalled : words.someoneRecalled(entry.author.name)
  }
}
