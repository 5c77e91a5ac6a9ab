import type { ConversationSummary, Mark } from '@parley/shared/conversations/conversation'
import { furtherMark } from '@parley/shared/conversations/mark-positions'
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import { useSession } from '../accounts/session.store'
import { unreadOf } from './unread'

type Listener = (changed: readonly ConversationSummary[], before: ReadonlyMap<string, ConversationSummary>) => void

/** Every conversation that this tab has heard of, and how far its readers are: the newest version of each, whatever came first. */
export const useConversations = defineStore('conversations', () => {
  const session = useSession()
  const byId = shallowReactive(new Map<string, ConversationSummary>())
  /** By thread. */
  const ownMarks = shallowReactive(new Map<string, Mark>())
  const contactMarks = shallowReactive(new Map<string, Mark>())
  /** Ids of one's own: what is counted all the time must not look through everything that is known. */
  const mine = shallowReactive(new Set<string>())
  const listeners = new Set<Listener>()

  /** Takes what is news in these and tells the lists. */
  function accept(conversations: readonly ConversationSummary[]): void {
    const changed = conversations.filter((each) => each.version > (byId.get(each.id)?.version ?? -1))
    if (changed.length === 0) return
    const before = new Map<string, ConversationSummary>()
    for (const conversation of changed) {
      const held = byId.get(conversation.id)
      if (held !== undefined) before.set(held.id, held)
      byId.set(conversation.id, conversation)
      if (isMine(conversation)) mine.add(conversation.id)
      else mine.delete(conversation.id)
    }
    for (const listener of listeners) listener(changed, before)
  }

  function acceptMarks(marks: readonly Mark[]): void {
    for (const mark of marks) {
      const isOwn = mark.role === 'staff' && mark.readerId === session.staff?.id
      if (!isOwn && mark.role === 'staff') continue
      const held = isOwn ? ownMarks : contactMarks
      held.set(mark.threadId, furtherMark(held.get(mark.threadId), mark))
    }
  }

  const unread = (conversation: ConversationSummary): number =>
    conversation.state === 'ended' ? 0 : unreadOf(conversation, ownMarks.get(conversation.threadId))

  const isMine = (conversation: ConversationSummary): boolean =>
    conversation.state === 'assigned' && conversation.assignee?.id === session.staff?.id

  /** Messages that wait for this person: what the title and the rail count. */
  const unreadOfMine = computed(() => {
    let sum = 0
    for (const id of mine) {
      const conversation = byId.get(id)
      if (conversation !== undefined) sum += unread(conversation)
    }
    return sum
  })

  /** The conversation that goes on in a thread, if one does. */
  function openInThread(threadId: string): ConversationSummary | undefined {
    for (const each of byId.values()) if (each.threadId === threadId && each.state !== 'ended') return each
    return undefined
  }

  function onChange(listener: Listener): void {
    listeners.add(listener)
  }

  return { byId, ownMarks, contactMarks, accept, acceptMarks, unread, isMine, unreadOfMine, openInThread, onChange }
})
