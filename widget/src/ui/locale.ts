import { computed, shallowRef } from 'vue'
import { en } from './words.en'
import { zhCN } from './words.zh-CN'

export type Locale = 'en' | 'zh-CN'

const DICTIONARIES = { en, 'zh-CN': zhCN }

export const locale = shallowRef<Locale>('en')
/** The words of the reader's language. */
export const words = computed(() => DICTIONARIES[locale.value])

/** The first of the languages that we have, English when we have none. */
export function chooseLocale(languages: readonly (string | null)[]): Locale {
  for (const language of languages) {
    const base = language?.toLowerCase().split(/[-_]/)[0]
    if (base === 'zh') return 'zh-CN'
    if (base === 'en') return 'en'
  }
  return 'en'
}

export function setLocale(chosen: Locale): void {
  locale.value = chosen
  document.documentElement.lang = chosen
}
