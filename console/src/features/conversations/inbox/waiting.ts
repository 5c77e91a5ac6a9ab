import type { ConversationSummary } from '@parley/shared/conversations/conversation'

const WARN_AFTER_MS = 2 * 60_000
const DANGER_AFTER_MS = 5 * 60_000

/** What the waiting clock counts from: the oldest message without an answer; null when nobody waits. */
export function waitingFrom(conversation: ConversationSummary): string | null {
  if (conversation.state === 'ended') return null
  if (conversation.state === 'assigned') return conversation.awaitingReplySince
  return conversation.awaitingReplySince ?? conversation.waitingSince
}

export function urgencyOf(waitedMs: number): 'calm' | 'warning' | 'danger' {
  if (waitedMs >= DANGER_AFTER_MS) return 'danger'
  return waitedMs >= WARN_AFTER_MS ? 'warning' : 'calm'
}
