import { ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Skeletons come only when waiting is noticeable: a quick answer must not flash. */
const SKELETON_AFTER_MS = 150

/** True once `source` has been true for a moment, false at once when it is not. */
export function useDelayed(source: () => boolean): Ref<boolean> {
  const isLate = ref(false)
  watch(
    source,
    (isTrue, _, onCleanup) => {
      isLate.value = false
      if (!isTrue) return
      const timer = setTimeout(() => (isLate.value = true), SKELETON_AFTER_MS)
      onCleanup(() => clearTimeout(timer))
    },
    { immediate: true },
  )
  return isLate
}
