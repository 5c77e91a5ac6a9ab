import { useResizeObserver } from '@vueuse/core'
import { ref } from 'vue'
import type { Ref } from 'vue'
import type { useVirtualRows } from './virtual-rows'

/** Nearer to the end than this, a reader is reading the end. */
const AT_END_PX = 48
/** Earlier messages are asked for before the reader reaches the first one. */
const NEAR_START_PX = 400

interface Parts {
  scroller: Ref<HTMLElement | null>
  content: Ref<HTMLElement | null>
  virtual: Pick<ReturnType<typeof useVirtualRows>, 'toIndex' | 'topOf' | 'toLast'>
  nearStart: () => void
}

/** Keeps the end in sight for who reads the end; the rows keep the line that is being read for everyone else. */
export function useStickToEnd({ scroller, content, virtual, nearStart }: Parts) {
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
    // The rows are told too: a place that they are still settling at would be taken again after this.
    virtual.toLast()
    view.scrollTop = view.scrollHeight
    lastTop = view.scrollTop
  }

  /** Brings a row near the top, when it is not in sight at the end anyway. */
  function toRow(index: number): void {
    const top = virtual.topOf(index)
    if (index < 0 || top === undefined || top >= (scroller.value?.scrollTop ?? 0)) return
    isAtEnd.value = false
    virtual.toIndex(index, 'start')
  }

  /** Brings a row to the middle. */
  function toMiddle(index: number): void {
    isAtEnd.value = false
    virtual.toIndex(index, 'center')
  }

  /** The browser's own answer to these keys glides, and stops half way when rows turn out to be higher than guessed. */
  function pressed(event: KeyboardEvent): void {
    if (event.target !== scroller.value || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'End') toEnd()
    else if (event.key === 'Home') toRow(0)
    else return
    event.preventDefault()
  }

  useResizeObserver([scroller, content], () => {
    if (isAtEnd.value) toEnd()
    else scrolled()
  })

  return { isAtEnd, scrolled, pressed, toEnd, toRow, toMiddle }
}
