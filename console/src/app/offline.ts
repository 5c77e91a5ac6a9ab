import { ref, watch } from 'vue'
import type { Ref } from 'vue'

/** A connection that is back within this long is nobody's concern. */
const SAID_AFTER_MS = 1_500

/** True once `isCut` has lasted; false as soon as it is over. */
export function useOffline(isCut: () => boolean): Ref<boolean> {
  const isOffline = ref(false)
  watch(
    isCut,
    (cut, _, onCleanup) => {
      if (!cut) isOffline.value = false
      const timer = setTimeout(() => (isOffline.value = isCut()), SAID_AFTER_MS)
      onCleanup(() => clearTimeout(timer))
    },
    { immediate: true },
  )
  return isOffline
}
