import type { Mention } from '@parley/shared/conversations/mentions'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useConnection } from '../../app/connection.store'
import { useThreads } from './thread/threads.store'

type Listener = (mention: Mention) => void

/** Where colleagues have named this person: read from the server, which keeps it, whenever it changes. */
export const useMentions = defineStore('mentions', () => {
  const connection = useConnection()
  const threads = useThreads()
  const all = shallowRef<readonly Mention[]>([])
  const unread = computed(() => all.value.filter(({ isRead }) => !isRead).length)
  const listeners = new Set<Listener>()
  let isFirst = true

  async function read(): Promise<void> {
    const answer = await connection.call('conversations:listMentions', {}).catch(() => undefined)
    if (answer === undefined) return
    const known = new Set(all.value.map(({ id }) => id))
    const news = isFirst ? [] : answer.mentions.filter(({ id, isRead }) => !isRead && !known.has(id))
    isFirst = false
    all.value = answer.mentions
    for (const mention of news) for (const listener of listeners) listener(mention)
  }

  /** What stands in a thread is read with it; null for all of them. */
  async function markRead(threadId: string | null): Promise<void> {
    const isUnread = all.value.some((each) => !each.isRead && (threadId === null || each.threadId === threadId))
    // Tried again with the next look, when the line is cut.
    if (isUnread) await connection.call('conversations:markMentionsRead', { threadId }).catch(() => undefined)
  }

  const look = () => {
    if (threads.threadId !== undefined && document.hasFocus()) void markRead(threads.threadId)
  }
  watch([() => threads.threadId, all], look)

  /** Called for each that comes while the page is open. */
  function onNew(listener: Listener): void {
    listeners.add(listener)
  }

  return { all, unread, read, markRead, look, onNew }
})
