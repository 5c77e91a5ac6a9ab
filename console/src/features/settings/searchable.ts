import { LOCALES, wordsOf } from '../../app/locale'
import type { Locale } from '../../app/locale'
import { phrasesOf } from './search'
import type { Phrases, Searchable } from './search'
import type { SettingsPage } from './settings-page'

type Sections = Record<string, Record<string, Phrases> | undefined>

/** What the search looks through: the words of both languages, the reader's first. */
export async function searchablePages(pages: readonly SettingsPage[], locale: Locale): Promise<Searchable[]> {
  const order = [locale, ...LOCALES.filter((other) => other !== locale)]
  const dictionaries = await Promise.all(order.map((each) => wordsOf('settings', each)))
  const sections = dictionaries.map(({ settings }) => settings as unknown as Sections)
  return pages.map(({ id }) => ({
    id,
    titles: sections.flatMap((section) => phrasesOf(section[id]?.['title'])),
    phrases: sections.flatMap((section) => phrasesOf(section[id])),
  }))
}
