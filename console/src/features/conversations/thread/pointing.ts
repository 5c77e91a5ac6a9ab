import { nextTick, ref } from 'vue'

/** The entry that somebody was led to, which shows itself for a moment. */
export function usePointing() {
  const pointed = ref<number>()

  /** Twice at the same one points twice. */
  async function point(position: number): Promise<void> {
    pointed.value = undefined
    await nextTick()
    pointed.value = position
  }

  return { pointed, point }
}
