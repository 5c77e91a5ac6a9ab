import type { ConversationSummary, Mark } from '@parley/shared/conversations/conversation'

/** Messages by the contact that a reader has not read; never older than the conversation, so a colleague's past is not theirs. */
export function unreadOf(conversation: ConversationSummary, own: Mark | undefined): number {
  const seen = Math.max(own?.readCount ?? 0, conversation.contactCountBefore)
  return Math.max(0, conversation.contactCount - seen)
}

/** What a badge shows. */
export const badgeOf = (count: number): string => (count > 99 ? '99+' : String(count))
