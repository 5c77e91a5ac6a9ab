import { ref } from 'vue'
import type { Ref } from 'vue'

/**
 * True in one tab of this browser: the first, and the next when it is closed. Without Web Locks (a page without HTTPS) each
 * tab holds itself for the one.
 */
export function useLeader(name: string): Ref<boolean> {
  const locks = (navigator as { locks?: LockManager }).locks
  const isLeader = ref(locks === undefined)
  locks
    ?.request(name, () => {
      isLeader.value = true
      return new Promise(() => undefined)
    })
    .catch(() => (isLeader.value = true))
  return isLeader
}
