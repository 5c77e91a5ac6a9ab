import { useResizeObserver } from '@vueuse/core'
import { nextTick, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Nearer to the end than this, a reader is reading the end. */
const AT_END_PX = 48
/** Earlier messages are asked for before the reader reaches the first one. */
const NEAR_START_PX = 400

interface Parts {
  scroller: Ref<HTMLElement | null>
  content: Ref<HTMLElement | null>
  /** Changes when another thread is shown. */
  threadId: () => string | undefined
  /** The first row: when it changes in one thread, earlier messages have come in above. */
  firstKey: () => string | undefined
  nearStart: () => void
}

/** Keeps the end in sight for who reads the end, and the line that is being read where it is for everyone else. */
export function useStickToEnd({ scroller, content, threadId, firstKey, nearStart }: Parts) {
  const isAtEnd = ref(true)
  let lastTop = 0

  function scrolled(): void {
    const view = scroller.value
    if (view === null) return
    // Only a reader who scrolls up leaves the end; a message that comes between a scroll and its event does not move them.
    if (view.scrollHeight - view.scrollTop - view.clientHeight < AT_END_PX) isAtEnd.value = true
    else if (view.scrollTop < lastTop) isAtEnd.value = false
    lastTop = view.scrollTop
    if (view.scrollTop < NEAR_START_PX && view.scrollHeight > view.clientHeight) nearStart()
  }

  function toEnd(): void {
    isAtEnd.value = true
    const view = scroller.value
    if (view === null) return
    view.scrollTop = view.scrollHeight
    lastTop = view.scrollTop
  }

  /** Brings a row near the top, when it is not in sight at the end anyway. */
  function toRow(selector: string): void {
    const [view, row] = [scroller.value, content.value?.querySelector<HTMLElement>(selector)]
    if (view === null || !row || row.offsetTop >= view.scrollTop) return
    view.scrollTop = row.offsetTop - 56
    scrolled()
  }

  /** Brings an entry to the middle and lets it be seen; false when it is not drawn. */
  function toPosition(position: number): boolean {
    const row = content.value?.querySelector<HTMLElement>(`[data-position="${position}"]`)
    if (!row) return false
    isAtEnd.value = false
    row.scrollIntoView({ block: 'center' })
    row.classList.remove('pointed')
    // Read, so that the browser begins the animation anew.
    void row.offsetWidth
    row.classList.add('pointed')
    return true
  }

  useResizeObserver([scroller, content], () => {
    if (isAtEnd.value) toEnd()
    else scrolled()
  })

  watch([threadId, firstKey], async ([thread], [threadBefore]) => {
    const view = scroller.value
    if (view === null || thread !== threadBefore) return
    const fromEnd = view.scrollHeight - view.scrollTop
    await nextTick()
    if (!isAtEnd.value) view.scrollTop = view.scrollHeight - fromEnd
  })

  return { isAtEnd, scrolled, toEnd, toRow, toPosition }
}
