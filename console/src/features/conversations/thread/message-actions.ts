import { RECALL_WINDOW_MS } from '@parley/shared/conversations/limits'
import { isMessage } from '@parley/shared/conversations/message-kinds'
import type { Entry } from '@parley/shared/conversations/entry'

/** What can be done with a message. */
export type MessageAction = 'quote' | 'copy' | 'recall'

/** What this reader can do with an entry now; nothing with one that is on its way, was recalled, or that nobody wrote. */
export function actionsOn(entry: Entry, { isOwn, now }: { isOwn: boolean; now: number }): MessageAction[] {
  if (!isMessage(entry) || entry.text === null || entry.id.startsWith('pending-')) return []
  const isRecent = now - Date.parse(entry.createdAt) < RECALL_WINDOW_MS
  return [
    'quote',
    ...(entry.text === '' ? [] : (['copy'] as const)),
    ...(isOwn && isRecent ? (['recall'] as const) : []),
  ]
}
