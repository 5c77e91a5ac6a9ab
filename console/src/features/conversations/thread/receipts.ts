import type { Entry } from '@parley/shared/conversations/entry'
import { latestMessageBy } from '@parley/shared/conversations/messages-by'

/** What stands under a message of the staff: where it is on its way to the contact. */
export type Receipt = 'sending' | 'failed' | 'sent' | 'delivered' | 'read'

/**
 * After which entry the unread divider stands: what was read, and never before the conversation began, so that what a
 * colleague answered earlier is not shown as new. Undefined when nothing is unread.
 */
export function unreadBoundary(
  entries: readonly Entry[],
  read: { position: number; countBefore: number },
): number | undefined {
  const earlier = entries.filter((entry) => entry.contactCount <= read.countBefore).at(-1)?.position ?? 0
  const boundary = Math.max(read.position, earlier)
  return latestMessageBy('contact', entries) > boundary ? boundary : undefined
}
