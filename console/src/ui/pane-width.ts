import { ref } from 'vue'
import type { Ref } from 'vue'
import { storage } from './storage'

/** How wide a pane may be, and under which name its width is remembered in this browser. */
export interface PaneLimits {
  readonly key: string
  readonly usual: number
  readonly min: number
  readonly max: number
}

/** The width of a pane in pixels, as it was left. */
export function usePaneWidth({ key, usual, min, max }: PaneLimits): {
  width: Ref<number>
  resize: (to: number) => void
} {
  const stored = Number(storage.getItem(key))
  const width = ref(stored >= min && stored <= max ? stored : usual)

  function resize(to: number): void {
    width.value = to
    storage.setItem(key, String(to))
  }

  return { width, resize }
}
