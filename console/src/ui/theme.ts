import { useMediaQuery } from '@vueuse/core'
import { computed, ref, watchEffect } from 'vue'
import { storage } from './storage'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** `public/first-paint.js` reads the same key before the first paint. */
const KEY = 'parley:theme'

const isTheme = (value: string | null): value is Theme => THEMES.includes(value as Theme)

const stored = storage.getItem(KEY)
const chosen = ref<Theme>(isTheme(stored) ? stored : 'system')
const prefersDark = useMediaQuery('(prefers-color-scheme: dark)')

watchEffect(() => {
  const isDark = chosen.value === 'dark' || (chosen.value === 'system' && prefersDark.value)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
})

/** The reader's theme: `system` follows the machine as it changes. */
export const theme = computed<Theme>({
  get: () => chosen.value,
  set: (value) => {
    chosen.value = value
    storage.setItem(KEY, value)
  },
})
