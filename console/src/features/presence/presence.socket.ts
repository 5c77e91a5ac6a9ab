import { useConnection } from '../../app/connection.store'
import { useSession } from '../accounts/session.store'
import { usePresence } from './presence.store'

/** Called once, when the workspace begins. */
export function bindPresence(): void {
  const presence = usePresence()
  const session = useSession()
  useConnection().on('presence:presenceChanged', (fact) => {
    if (fact.presence.staffId === session.me.id) presence.hear(fact.presence)
  })
}
