import { RECALL_WINDOW_MS } from '@parley/shared/conversations/limits'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { LogEntry } from './log-entry.js'
import { isMessageBody } from './message-body.js'

/** Why an entry may not be taken back, or null when it may: one's own message, within two minutes (C13). */
export function recallRefusal(entry: LogEntry | null, senderKey: string, now: Date): ErrorCode | null {
  if (entry === null) return 'not_found'
  if (!isMessageBody(entry.body)) return 'forbidden'
  if (entry.senderKey !== senderKey) return 'forbidden'
  return now.getTime() - entry.createdAt.getTime() > RECALL_WINDOW_MS ? 'recall_too_late' : null
}
