import { createI18n } from 'vue-i18n'
import { storage } from '../ui/storage'
import type { Words } from './words/en'
import type { SettingsWords } from './words/settings.en'

export const LOCALES = ['zh-CN', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Each language by its own name, because its reader may not read the present one. */
export const LOCALE_NAMES: Record<Locale, string> = { 'zh-CN': '简体中文', en: 'English' }

/** `public/first-paint.js` reads the same key before the first paint. */
const KEY = 'parley:locale'

/** Words come in parts, each loaded when its screens are first opened. */
interface Parts {
  main: Words
  settings: SettingsWords
}

const dictionaries: { [Part in keyof Parts]: Record<Locale, () => Promise<Parts[Part]>> } = {
  main: {
    'zh-CN': async () => (await import('./words/zh-CN')).words,
    en: async () => (await import('./words/en')).words,
  },
  settings: {
    'zh-CN': async () => (await import('./words/settings.zh-CN')).words,
    en: async () => (await import('./words/settings.en')).words,
  },
}

const isLocale = (value: string | null): value is Locale => LOCALES.includes(value as Locale)

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: false, missingWarn: import.meta.env.DEV })

/** The parts that screens have asked for so far, and what of them is in place. */
const wanted = new Set<keyof Parts>(['main'])
const placed = new Set<string>()

/** A part of one dictionary, as data. */
export const wordsOf = <Part extends keyof Parts>(part: Part, locale: Locale): Promise<Parts[Part]> =>
  dictionaries[part][locale]()

async function place(locale: Locale): Promise<void> {
  for (const part of wanted) {
    if (placed.has(`${part} ${locale}`)) continue
    i18n.global.mergeLocaleMessage(locale, await wordsOf(part, locale))
    placed.add(`${part} ${locale}`)
  }
}

/** Loads a dictionary and shows everything in it. */
async function show(locale: Locale): Promise<void> {
  await place(locale)
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

/** Called before a screen is shown whose words are a part of their own. */
export async function needWords(part: keyof Parts): Promise<void> {
  wanted.add(part)
  await place(i18n.global.locale.value as Locale)
}
