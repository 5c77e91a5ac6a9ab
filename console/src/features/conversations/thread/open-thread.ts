import { emptyTimeline } from '@parley/shared/conversations/timeline'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { computed, ref } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf } from '../../../ui/error-words'
import { useConversations } from '../conversations.store'
import type { useFollowers } from './followers'
import { useThreadDoor } from './thread-door'
import { useUnreadDivider } from './unread-divider'

/** Which thread is on the screen, and how far its opening has come. */
export function useOpenThread(followers: ReturnType<typeof useFollowers>) {
  const connection = useConnection()
  const conversations = useConversations()
  const door = useThreadDoor()
  const openId = ref<string>()
  const threadId = ref<string>()
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const error = ref<ErrorCode>()
  const timeline = computed(() => followers.timelines.get(threadId.value ?? '') ?? emptyTimeline)
  const divider = useUnreadDivider(openId, () => timeline.value.entries)

  /** Shows a conversation's thread: what is held at once, then what the server has. */
  async function open(conversationId: string): Promise<void> {
    close()
    openId.value = conversationId
    threadId.value = conversations.byId.get(conversationId)?.threadId
    state.value = followers.timelines.has(threadId.value ?? '') ? 'ready' : 'loading'
    if (state.value === 'ready') divider.mark()
    if (connection.state === 'online') await read(conversationId)
  }

  /** Reads the thread, and begins to hear its news, which lasts until it is closed or the connection is. */
  async function read(conversationId: string): Promise<void> {
    error.value = undefined
    if (state.value === 'failed') state.value = 'loading'
    try {
      const page = await door.open(conversationId)
      if (openId.value !== conversationId) return
      const id = page.conversation.threadId
      threadId.value = id
      if (followers.get(id) === undefined) followers.begin(id, conversationId).open(page)
      if (state.value !== 'ready') divider.mark()
      state.value = 'ready'
      await followers.get(id)?.catchUp()
    } catch (failure) {
      if (openId.value !== conversationId || state.value === 'ready') return
      error.value = codeOf(failure)
      state.value = 'failed'
    }
  }

  function close(): void {
    if (openId.value !== undefined) door.close(openId.value)
    openId.value = undefined
    threadId.value = undefined
    state.value = 'idle'
    divider.clear()
  }

  return { openId, threadId, state, error, timeline, divider, open, read, close }
}
