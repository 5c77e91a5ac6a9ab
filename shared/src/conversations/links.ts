/** A run of a message: words, or an address that may be opened. */
export interface TextPart {
  text: string
  href?: string
}

/** An address is written in ASCII (RFC 3986): Chinese words may follow it without a space. */
const ADDRESS = /(?:https?:\/\/|mailto:)[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi
const SENTENCE_MARKS = ".,;:!?'*_~"
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
] as const
const SAFE = new Set(['http:', 'https:', 'mailto:'])

/**
 * Finds addresses in a message. Nothing but http, https and mailto is ever a link; the words stay as they were sent, so that
 * the texts of all parts joined are the message.
 */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const found = withoutTrailing(match[0])
    if (!isSafe(found)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: found, href: found })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** Closing marks belong to the sentence, but a bracket that the address itself opened belongs to it. */
function withoutTrailing(address: string): string {
  const surplus = new Map<string, number>(
    BRACKETS.map(([opening, closing]) => [closing, count(address, closing) - count(address, opening)]),
  )
  let end = address.length
  for (; end > 0; end--) {
    const last = address.charAt(end - 1)
    const left = surplus.get(last) ?? 0
    if (left <= 0 && !SENTENCE_MARKS.includes(last)) break
    surplus.set(last, left - 1)
  }
  return address.slice(0, end)
}

const count = (text: string, mark: string): number => text.split(mark).length - 1

function isSafe(address: string): boolean {
  try {
    const { protocol, hostname, pathname, username, password } = new URL(address)
    // A name before the host is there to be taken for it: https://bank.example@elsewhere.example leads elsewhere.
    if (username + password !== '') return false
    return SAFE.has(protocol) && (protocol === 'mailto:' ? pathname : hostname) !== ''
  } catch {
    return false // no address after all
  }
}
