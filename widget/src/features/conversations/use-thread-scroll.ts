import { nextTick, onBeforeUnmount, onMounted, shallowRef } from 'vue'
import type { Ref } from 'vue'

/** Nearer to the end than this counts as reading the newest message. */
const AT_BOTTOM_PX = 48
/** Nearer to the beginning than this, earlier history is asked for. */
const NEAR_TOP_PX = 240

/** Keeps a log where its reader is: at the end while they are at the end, else with the same lines under their eyes. */
export function useThreadScroll(log: Ref<HTMLElement | null>, onNearTop: () => void) {
  const isAtBottom = shallowRef(true)
  let watcher: ResizeObserver | undefined
  let watchedHeight = 0

  function toBottom(): void {
    const element = log.value
    if (element === null) return
    element.scrollTop = element.scrollHeight
    isAtBottom.value = true
  }

  function scrolled(): void {
    const element = log.value
    if (element === null) return
    const isResizing = element.clientHeight !== watchedHeight // the composer grows, a keyboard comes: nobody scrolled
    if (isResizing && isAtBottom.value) return
    isAtBottom.value = element.scrollHeight - element.scrollTop - element.clientHeight < AT_BOTTOM_PX
    if (element.scrollTop < NEAR_TOP_PX) onNearTop()
  }

  /** After lines came in: below a reader at the end, or above one who reads history. */
  async function settle(change: { isPrepended: boolean; mustShowEnd: boolean }): Promise<void> {
    const element = log.value
    if (element === null) return
    const { scrollHeight, scrollTop } = element
    const followsEnd = isAtBottom.value || change.mustShowEnd
    await nextTick()
    if (followsEnd) return toBottom()
    if (change.isPrepended) element.scrollTop = scrollTop + element.scrollHeight - scrollHeight
  }

  onMounted(() => {
    const element = log.value
    if (element === null) return
    toBottom()
    watcher = new ResizeObserver(() => {
      watchedHeight = element.clientHeight
      if (isAtBottom.value) toBottom()
    })
    watcher.observe(element)
    for (const child of element.children) watcher.observe(child)
  })
  onBeforeUnmount(() => watcher?.disconnect())

  return { isAtBottom, toBottom, scrolled, settle }
}
