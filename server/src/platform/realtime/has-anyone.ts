import type { Namespace } from 'socket.io'
import type { Sockets } from '../nodes/other-nodes.js'

/** Whether a fact would reach anybody here; encoding it costs more than asking. */
export function hasAnyone(
  namespace: Namespace,
  { rooms, exceptSocket }: Pick<Sockets, 'rooms' | 'exceptSocket'>,
): boolean {
  return rooms.some((room) => {
    const members = namespace.adapter.rooms.get(room)
    if (members === undefined) return false
    return exceptSocket === undefined || members.size > 1 || !members.has(exceptSocket)
  })
}
