import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { computed } from 'vue'
import { useSession } from '../../accounts/session.store'
import { useTags } from '../../tags/tags.store'
import { useConversations } from '../conversations.store'
import { useTyping } from '../typing.store'
import { useViewing } from '../viewing.store'

/** As many tags as a row has room for. */
const ROW_TAGS = 2

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

/** The same as the stores have it. */
export function useRowFacts() {
  const session = useSession()
  const conversations = useConversations()
  const typing = useTyping()
  const viewing = useViewing()
  const tags = useTags()
  tags.need()

  function tagsOf({ tagIds }: ConversationSummary): string[] {
    if (tagIds.length === 0) return []
    const carried = tags.ofConversation(tagIds).slice(0, ROW_TAGS)
    return carried.map(({ name }) => name)
  }

  return computed((): RowFacts => ({
    conversationOf: (id) => conversations.byId.get(id),
    unreadOf: conversations.unread,
    typingIn: (threadId) => typing.contacts.get(threadId),
    viewersOf: viewing.namesOf,
    tagsOf,
    myName: session.me.name,
  }))
}
