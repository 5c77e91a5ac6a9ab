/** Words as a dictionary holds them. */
export type Phrases = string | { readonly [key: string]: Phrases }

/** A page with everything that is said on it, in every language. */
export interface Searchable {
  id: string
  /** The page's name, in the reader's language first. */
  titles: readonly string[]
  /** What else is said on it, in the reader's language first. */
  phrases: readonly string[]
}

export interface Found {
  id: string
  /** The words of the page that fit, when they are not its name. */
  because: string | null
}

const PHRASE_MAX = 60

/** Every phrase of a section that may stand for a field or a button: short, and without places to fill. */
export function phrasesOf(section: Phrases | undefined): string[] {
  if (section === undefined) return []
  if (typeof section !== 'string') return Object.values(section).flatMap(phrasesOf)
  return section.length > PHRASE_MAX || section.includes('{') ? [] : [section]
}

const plain = (text: string): string => text.toLocaleLowerCase().normalize('NFKC').trim()

/** The pages that every word of the query fits, by name before by content; nothing for an empty query. */
export function searchPages(query: string, pages: readonly Searchable[]): Found[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const fits = (phrase: string): boolean => words.every((word) => plain(phrase).includes(word))
  const byName = pages.filter(({ titles }) => titles.some(fits)).map(({ id }) => ({ id, because: null }))
  const byContent = pages
    .filter(({ titles }) => !titles.some(fits))
    .flatMap(({ id, phrases }) => {
      const because = phrases.find(fits)
      return because === undefined ? [] : [{ id, because }]
    })
  return [...byName, ...byContent]
}
