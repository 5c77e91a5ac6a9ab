import { useDocumentVisibility, useWindowFocus } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useMarks } from './marks.store'
import { useThreads } from './threads.store'

/** Says what has been read: the thread is open, its end in sight, and the window before a person's eyes. */
export function useReading() {
  const threads = useThreads()
  const marks = useMarks()
  const isAtEnd = ref(false)
  const visibility = useDocumentVisibility()
  const isFocused = useWindowFocus()
  const isPresent = computed(() => visibility.value === 'visible' && isFocused.value)

  watch(
    [() => threads.threadId, () => threads.timeline, () => threads.state, isAtEnd, isPresent],
    () => {
      if (!isPresent.value || !isAtEnd.value || threads.state !== 'ready' || threads.threadId === undefined) return
      void marks.read(threads.threadId, threads.timeline.entries)
    },
    { flush: 'post' },
  )

  // While nobody looks, the divider stands before the first message that comes; it stays until the thread is left or answered.
  const held = ref(false)
  watch([isPresent, () => threads.timeline], ([present]) => {
    if (present) held.value = false
    else if (!held.value || threads.divider.after === undefined) {
      held.value = true
      threads.divider.mark()
    }
  })

  return { isAtEnd }
}
