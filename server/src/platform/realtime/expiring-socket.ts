import type { Socket } from 'socket.io'

/** The longest that a timer takes. */
const TIMER_MAX_MS = 2 ** 31 - 1

/** Cuts a connection when what it entered with ends. Returns what takes the timer away. */
export function cutAt(socket: Socket, expiresAt: Date): () => void {
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = expiresAt.getTime() - Date.now()
    if (left <= 0) {
      socket.disconnect(true)
      return
    }
    timer = setTimeout(wait, Math.min(left, TIMER_MAX_MS))
    timer.unref()
  }
  wait()
  return () => clearTimeout(timer)
}
