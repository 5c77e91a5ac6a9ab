import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { DeskAgent } from '@parley/shared/routing/desk'
import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf } from '../../../ui/error-words'
import { useConversations } from '../../conversations/conversations.store'

/** Facts come in bursts; the counts follow them this closely. */
const FOLLOW_WITHIN_MS = 1_000
/** What a desk can show at once: beyond it, the queue itself is the problem. */
const PAGES_MAX = 20

/** Who is there with how many chats, and every open conversation; kept up to date while somebody looks. */
export const useDesk = defineStore('desk', () => {
  const connection = useConnection()
  const conversations = useConversations()
  const agents = shallowRef<readonly DeskAgent[]>()
  const error = ref<ErrorCode>()
  const isLoading = ref(true)
  const watchers = ref(0)

  async function readAgents(): Promise<void> {
    agents.value = (await connection.call('routing:listDesk', {})).agents
  }

  async function readConversations(): Promise<void> {
    let cursor: string | undefined
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const input = cursor === undefined ? {} : { cursor }
      const answer = await connection.call('conversations:listInbox', { tab: 'all', ...input })
      conversations.accept(answer.conversations)
      conversations.acceptMarks(answer.marks)
      if (answer.next === null) return
      cursor = answer.next
    }
  }

  async function reload(): Promise<void> {
    isLoading.value = true
    try {
      await Promise.all([readAgents(), readConversations()])
      error.value = undefined
    } catch (failure) {
      error.value = codeOf(failure)
    }
    isLoading.value = false
  }

  const follow = useThrottleFn(
    () => {
      if (watchers.value > 0 && connection.state === 'online') readAgents().catch(() => undefined)
    },
    FOLLOW_WITHIN_MS,
    true,
  )
  connection.on('presence:presenceChanged', () => void follow())
  conversations.onChange(() => void follow())
  watch(
    () => watchers.value > 0 && connection.state === 'online',
    (isWatched) => {
      if (isWatched) void reload()
    },
  )

  const look = () => void (watchers.value += 1)
  const leave = () => void (watchers.value -= 1)

  return { agents, error, isLoading, reload, look, leave }
})
