import { computed, shallowRef } from 'vue'
import { en } from './words.en'
import { zhCN } from './words.zh-CN'

export type Locale = 'en' | 'zh-CN'

const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language
export const locale = shallowRef<Locale>(/^zh\b/i.test(asked) ? 'zh-CN' : 'en')
/** The words of the shop in the reader's language. */
export const words = computed(() => (locale.value === 'en' ? en : zhCN))

/** The shop's language, and that of the chat in it. */
export function speak(chosen: Locale): void {
  locale.value = chosen
  void window.Parley('setLocale', chosen)
}
