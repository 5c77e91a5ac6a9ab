import type { Entry } from '@parley/shared/conversations/entry'
import { isMessage } from '@parley/shared/conversations/message-kinds'
import { TYPING_EXPIRES_MS } from '@parley/shared/conversations/limits'
import type { StaffFacts } from '@parley/shared/protocol'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useSession } from '../accounts/session.store'

type Typing = StaffFacts['conversations:typingChanged']

/** Who is typing where; a sign that is not repeated goes out by itself. */
export const useTyping = defineStore('typing', () => {
  const session = useSession()
  /** Names, by thread. */
  const contacts = shallowReactive(new Map<string, string>())
  const colleagues = shallowReactive(new Map<string, string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function stop(role: Typing['role'], threadId: string): void {
    clearTimeout(timers.get(`${role}${threadId}`))
    ;(role === 'contact' ? contacts : colleagues).delete(threadId)
  }

  function hear(fact: Typing): void {
    if (fact.role === 'staff' && fact.personId === session.staff?.id) return
    stop(fact.role, fact.threadId)
    if (!fact.isTyping) return
    ;(fact.role === 'contact' ? contacts : colleagues).set(fact.threadId, fact.name)
    const timer = setTimeout(() => stop(fact.role, fact.threadId), TYPING_EXPIRES_MS)
    timers.set(`${fact.role}${fact.threadId}`, timer)
  }

  /** Whose message has come is typing no more. */
  function stopOf(entry: Entry): void {
    if (isMessage(entry)) stop(entry.author.role === 'contact' ? 'contact' : 'staff', entry.threadId)
  }

  return { contacts, colleagues, hear, stopOf }
})
