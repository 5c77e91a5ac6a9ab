/** A run of letters or digits of one kind: Chinese (and other writing without spaces), or anything else. */
const RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{M}\p{N}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{L}\p{M}\p{N}]|$)/gu
const WITHOUT_SPACES = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** What is beyond is not searched: a message is rarely as long, and each character costs an index entry. */
export const SEARCHED_CHARACTERS = 2_000
/** As many conditions narrow a search enough. */
const TOKENS_MAX = 8

/** What a search asks for. */
export interface SearchWords {
  /** As they are marked in what was found, lower-case. */
  words: string[]
  /** Tokens that each result has. */
  tokens: string[]
  /** Beginnings of tokens that each result has: of the word that is still being typed, of a single character. */
  beginnings: string[]
}

/** How text is compared: full width and half width, capitals and small letters are one. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

const runsOf = (text: string): string[] => folded(text).match(RUNS) ?? []

/** Pairs of neighbours, whatever the words are: so a word is found however the text around it is cut into words. */
function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`)
}

/** The tokens that a text is found by: words, and of Chinese each pair of characters, and a run's last one by itself. */
export function tokensOf(text: string): string[] {
  const tokens = runsOf(text.slice(0, SEARCHED_CHARACTERS)).flatMap((run) =>
    WITHOUT_SPACES.test(run) ? [...pairsOf(run), [...run].at(-1) ?? run] : [run],
  )
  return [...new Set(tokens)]
}

/** Made with the first search: its dictionary takes a while to load. */
let segmenter: Intl.Segmenter | undefined

/** The words of a run; neighbours that are no words by themselves (到, 货) are looked for together. */
function chineseWords(run: string): string[] {
  const words: string[] = []
  let wasSingle = false
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  for (const { segment } of segmenter.segment(run)) {
    const isSingle = [...segment].length === 1
    if (isSingle && wasSingle) words.push(`${words.pop() ?? ''}${segment}`)
    else words.push(segment)
    wasSingle = isSingle
  }
  return words
}

/** What somebody who typed this looks for: every word of it, Chinese cut into its words. */
export function searchWords(query: string): SearchWords {
  const runs = runsOf(query)
  const words = runs.flatMap((run) => (WITHOUT_SPACES.test(run) ? chineseWords(run) : [run]))
  // Single characters (的, 在) say little beside words.
  const long = words.filter((word) => [...word].length > 1 || !WITHOUT_SPACES.test(word))
  const wanted = [...new Set(long.length > 0 ? long : words)]
  const last = runs.at(-1)
  const tokens = wanted.flatMap((word) => {
    if (WITHOUT_SPACES.test(word)) return pairsOf(word)
    return word === last ? [] : [word]
  })
  const beginnings = wanted.filter((word) => [...word].length === 1 || (word === last && !WITHOUT_SPACES.test(word)))
  return { words: wanted, tokens: [...new Set(tokens)].slice(0, TOKENS_MAX), beginnings }
}
