import { VIEWING_EXPIRES_MS, VIEWING_SAID_EVERY_MS } from '@parley/shared/conversations/limits'
import type { StaffFacts } from '@parley/shared/protocol'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useConnection } from '../../app/connection.store'
import { useSession } from '../accounts/session.store'

type Viewing = StaffFacts['conversations:viewingChanged']

/** Which colleagues look at which conversation; and saying, as long as it is so, that one looks at it oneself. */
export const useViewing = defineStore('viewing', () => {
  const connection = useConnection()
  const session = useSession()
  /** Names, by conversation and colleague. */
  const viewers = shallowReactive(new Map<string, ReadonlyMap<string, string>>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let own: string | undefined

  const namesOf = (conversationId: string): string[] => [...(viewers.get(conversationId)?.values() ?? [])]

  function forget(conversationId: string, staffId: string): void {
    clearTimeout(timers.get(`${conversationId} ${staffId}`))
    const held = viewers.get(conversationId)
    if (held?.has(staffId) !== true) return
    const left = new Map([...held].filter(([id]) => id !== staffId))
    if (left.size === 0) viewers.delete(conversationId)
    else viewers.set(conversationId, left)
  }

  function hear({ conversationId, staffId, name, isViewing }: Viewing): void {
    if (staffId === session.me.id) return
    if (!isViewing) return forget(conversationId, staffId)
    const held = viewers.get(conversationId)
    const key = `${conversationId} ${staffId}`
    clearTimeout(timers.get(key))
    timers.set(
      key,
      setTimeout(() => forget(conversationId, staffId), VIEWING_EXPIRES_MS),
    )
    if (held?.has(staffId) === true) return
    viewers.set(conversationId, new Map([...(held ?? []), [staffId, name]]))
    // Who has just come does not know of those who were here before.
    if (own === conversationId) say({ conversationId: own, isViewing: true })
  }

  function say(viewing: { conversationId: string; isViewing: boolean }): void {
    if (connection.state !== 'online') return
    connection.call('conversations:setViewing', viewing).catch(() => undefined)
  }

  /** The conversation on the screen, undefined for none. */
  function look(conversationId: string | undefined): void {
    if (own !== undefined && own !== conversationId) say({ conversationId: own, isViewing: false })
    own = conversationId
    if (own !== undefined && document.visibilityState === 'visible') say({ conversationId: own, isViewing: true })
  }

  const sayAgain = () => look(own)
  setInterval(sayAgain, VIEWING_SAID_EVERY_MS)
  connection.onConnected(sayAgain)
  connection.on('conversations:viewingChanged', hear)

  return { viewers, namesOf, look }
})
