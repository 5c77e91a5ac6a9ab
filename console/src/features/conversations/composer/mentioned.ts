/** The colleagues whom a note names: a name after `@` counts where a longer one does not stand there. */
export function mentionedIn(text: string, colleagues: readonly { staffId: string; name: string }[]): string[] {
  const longestFirst = [...colleagues].sort((one, other) => other.name.length - one.name.length)
  const named = new Set<string>()
  for (const { index } of text.matchAll(/(?<=^|\s)@/gu)) {
    const after = text.slice(index + 1)
    const found = longestFirst.find(({ name }) => name !== '' && after.startsWith(name) && endsThere(after, name))
    if (found === undefined) continue
    for (const { staffId, name } of colleagues) if (name === found.name) named.add(staffId)
  }
  return [...named]
}

/** Chinese is written without spaces: only where letters of one script meet does a word go on. */
const endsThere = (text: string, name: string): boolean => !/^[\p{Script=Latin}\p{N}_-]/u.test(text.slice(name.length))
