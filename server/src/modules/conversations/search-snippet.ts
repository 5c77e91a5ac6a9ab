import type { Snippet } from '@parley/shared/conversations/search'

const BEFORE = 24
const LENGTH_MAX = 120

/** The part of a text around the first word that was found, with every one of them marked. */
export function snippetOf(text: string, words: readonly string[]): Snippet {
  const line = text.replace(/\s+/g, ' ')
  const marks = marksIn(line, words)
  const first = marks[0]?.[0] ?? 0
  const from = first <= BEFORE ? 0 : first - BEFORE
  const to = Math.min(line.length, from + LENGTH_MAX)
  const pieces: Snippet = []
  const add = (kind: 'match' | 'between', start: number, end: number) => {
    if (end > start) pieces.push({ text: line.slice(start, end), isMatch: kind === 'match' })
  }
  let at = from
  for (const [start, end] of marks.filter(([start]) => start < to)) {
    add('between', at, start)
    add('match', start, Math.min(end, to))
    at = Math.min(end, to)
  }
  add('between', at, to)
  if (from > 0) pieces.unshift({ text: '…', isMatch: false })
  if (to < line.length) pieces.push({ text: '…', isMatch: false })
  return pieces
}

/** Where the words stand, in order, overlapping ones as one. Folding that changes lengths only shifts what is marked. */
function marksIn(line: string, words: readonly string[]): [number, number][] {
  const lower = line.toLowerCase()
  const found = words.flatMap((word) => {
    const marks: [number, number][] = []
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + word.length))
      marks.push([at, at + word.length])
    return marks
  })
  const joined: [number, number][] = []
  for (const [start, end] of found.sort(([one], [other]) => one - other)) {
    const last = joined.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else joined.push([start, end])
  }
  return joined
}
