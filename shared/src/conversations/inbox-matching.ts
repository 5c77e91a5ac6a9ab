import type { ConversationSummary } from './conversation.js'
import type { InboxFilter } from './inbox.js'

/** Whether a conversation is among what a filter leaves, as `listInbox` sees it. */
export function matchesFilter(conversation: ConversationSummary, filter: InboxFilter): boolean {
  const { queueId, channelId, tagId, assigneeId } = filter
  return (
    (queueId === undefined || conversation.queueId === queueId) &&
    (channelId === undefined || conversation.channel.id === channelId) &&
    (tagId === undefined || conversation.tagIds.includes(tagId)) &&
    (assigneeId === undefined || conversation.assignee?.id === assigneeId)
  )
}
