import { createI18n } from 'vue-i18n'
import { storage } from '../ui/storage'
import type { Words } from './words/en'

export const LOCALES = ['zh-CN', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Each language by its own name, because its reader may not read the present one. */
export const LOCALE_NAMES: Record<Locale, string> = { 'zh-CN': '简体中文', en: 'English' }

/** `public/first-paint.js` reads the same key before the first paint. */
const KEY = 'parley:locale'

const dictionaries: Record<Locale, () => Promise<Words>> = {
  'zh-CN': async () => (await import('./words/zh-CN')).words,
  en: async () => (await import('./words/en')).words,
}

const isLocale = (value: string | null): value is Locale => LOCALES.includes(value as Locale)

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: false, missingWarn: import.meta.env.DEV })

/** Loads a dictionary and shows everything in it; remembered when a person chose it. */
async function show(locale: Locale): Promise<void> {
  if (
    !i18n.global.availableLocales.includes(locale) ||
    Object.keys(i18n.global.getLocaleMessage(locale)).length === 0
  ) {
    i18n.global.setLocaleMessage(locale, await dictionaries[locale]())
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}

/** The language chosen earlier in this browser, else the one that the browser asks for. */
export async function beginLocale(): Promise<void> {
  const chosen = storage.getItem(KEY)
  await show(isLocale(chosen) ? chosen : /^zh\b/i.test(navigator.language) ? 'zh-CN' : 'en')
}

export async function chooseLocale(locale: Locale): Promise<void> {
  storage.setItem(KEY, locale)
  await show(locale)
}
