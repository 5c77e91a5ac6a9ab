import type { ConversationSummary } from '@parley/shared/conversations/conversation'

/** Why one cannot reply here: the words say what can be done instead. */
export type ReplyBlock = 'ended' | 'waiting' | 'other' | 'role'

/** Only the assignee replies, while the conversation goes on; the server refuses everyone else as well. */
export function replyBlockOf(
  conversation: ConversationSummary,
  reader: { id: string; canReply: boolean },
): ReplyBlock | undefined {
  if (conversation.state === 'ended') return 'ended'
  if (!reader.canReply) return 'role'
  if (conversation.state === 'waiting') return 'waiting'
  return conversation.assignee?.id === reader.id ? undefined : 'other'
}
