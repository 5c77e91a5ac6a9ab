/** How many grounds an avatar may have. */
export const TINTS = 5

/** Two signs that stand for a name: the end of a number ("Visitor 4821" → "21"), the last two of a Chinese name, else initials. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  const digits = /(\d{1,2})$/.exec(trimmed)?.[1]
  if (digits !== undefined) return digits
  const letters = Array.from(trimmed)
  if (/\p{Script=Han}/u.test(trimmed))
    return letters
      .filter((letter) => /\p{Script=Han}/u.test(letter))
      .slice(-2)
      .join('')
  const words = trimmed.split(/\s+/).filter((word) => word !== '')
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return [first, last]
    .map((word) => (word === undefined ? '' : (Array.from(word)[0] ?? '')))
    .join('')
    .toUpperCase()
}

/** The same id has the same ground everywhere. */
export function tintOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9_973
  return sum % TINTS
}
