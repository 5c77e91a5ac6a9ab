import { defineStore } from 'pinia'
import { ref } from 'vue'

/** How long a line about something that went wrong stays, unless it is dismissed. */
const SHOWN_FOR_MS = 8_000

/** Short lines about what could not be done, where there is no better place to say it. */
export const useNotices = defineStore('notices', () => {
  const shown = ref<{ id: number; text: string }[]>([])
  let last = 0

  function dismiss(id: number) {
    shown.value = shown.value.filter((notice) => notice.id !== id)
  }

  function show(text: string) {
    const id = ++last
    shown.value = [...shown.value.filter((notice) => notice.text !== text), { id, text }]
    setTimeout(() => dismiss(id), SHOWN_FOR_MS)
  }

  return { shown, show, dismiss }
})
