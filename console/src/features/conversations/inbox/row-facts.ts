import type { ConversationSummary } from '@parley/shared/conversations/conversation'

/** What a row says besides its conversation, each asked for by the row that is drawn. */
export interface RowFacts {
  conversationOf: (id: string) => ConversationSummary | undefined
  unreadOf: (conversation: ConversationSummary) => number
  typingIn: (threadId: string) => string | undefined
  viewersOf: (conversationId: string) => readonly string[]
  /** Names of its tags, as many as a row has room for. */
  tagsOf: (conversation: ConversationSummary) => readonly string[]
  myName: string
}
