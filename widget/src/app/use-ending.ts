import { computed, shallowRef } from 'vue'
import type { ConversationsStore } from '../features/conversations/conversations.store'

/** The visitor ends the conversation, after being asked once. */
export function useEnding(conversations: ConversationsStore) {
  const isAsking = shallowRef(false)
  const isFailed = shallowRef(false)
  const canEnd = computed(() => {
    const state = conversations.state.conversation?.state
    return state === 'waiting' || state === 'assigned'
  })

  async function end(): Promise<void> {
    isFailed.value = false
    try {
      await conversations.end()
      isAsking.value = false
    } catch {
      isFailed.value = true // the network, or a message that came meanwhile: they may try again
    }
  }

  return {
    canEnd,
    isAsking,
    isFailed,
    end,
    ask: () => {
      isFailed.value = false
      isAsking.value = true
    },
    stay: () => (isAsking.value = false),
  }
}
