import { shallowRef } from 'vue'

const TICK_MS = 10_000

/** The present, moving in steps: what depends on it is worked out again every ten seconds. */
export const now = shallowRef(Date.now())
/** Whether the page can be seen at all. */
export const isPageVisible = shallowRef(true)

/** Starts both; called once. */
export function watchAttention(onReturn: () => void): void {
  isPageVisible.value = document.visibilityState === 'visible'
  setInterval(() => (now.value = Date.now()), TICK_MS)
  document.addEventListener('visibilitychange', () => {
    isPageVisible.value = document.visibilityState === 'visible'
    if (!isPageVisible.value) return
    now.value = Date.now()
    onReturn()
  })
}
