import type { Entry } from '@parley/shared/conversations/entry'
import { reactive, ref } from 'vue'
import type { Ref } from 'vue'
import { useConversations } from '../conversations.store'
import { unreadBoundary } from './receipts'

/** The line between what was read before and what is new: it stays where it is while the thread is on the screen. */
export function useUnreadDivider(conversationId: Ref<string | undefined>, entries: () => readonly Entry[]) {
  const conversations = useConversations()
  /** The entry that it stands after. */
  const after = ref<number>()

  /** From here on, what is unread is what comes after what has been read by now. */
  function mark(): void {
    const conversation = conversations.byId.get(conversationId.value ?? '')
    if (conversation === undefined) return
    const position = conversations.ownMarks.get(conversation.threadId)?.readPosition ?? 0
    after.value = unreadBoundary(entries(), { position, countBefore: conversation.contactCountBefore })
  }

  function clear(): void {
    after.value = undefined
  }

  return reactive({ after, mark, clear })
}
