/** What is being looked for while it is typed: a quick reply after `/`, in a note a colleague after `@`. */
export interface TypedQuery {
  kind: 'quickReply' | 'colleague'
  query: string
  /** Where its sign stands: what is chosen takes the place of everything from here to the caret. */
  from: number
}

const QUICK_REPLY = /(?:^|\s)\/([\p{L}\p{N}_-]{0,20})$/u
const COLLEAGUE = /(?:^|\s)@([\p{L}\p{N}_.-]{0,20})$/u

/** What the caret stands behind; a sign counts only at the start of a word, so that addresses and fractions stay words. */
export function typedQuery(text: string, caret: number, mode: 'reply' | 'note'): TypedQuery | undefined {
  const before = text.slice(0, caret)
  const reply = QUICK_REPLY.exec(before)?.[1]
  if (reply !== undefined) return { kind: 'quickReply', query: reply, from: caret - reply.length - 1 }
  const colleague = mode === 'note' ? COLLEAGUE.exec(before)?.[1] : undefined
  if (colleague !== undefined) return { kind: 'colleague', query: colleague, from: caret - colleague.length - 1 }
  return undefined
}

/** The text with a choice in the place of what was typed, and where the caret stands then. */
export function withChoice(
  text: string,
  { from, caret }: { from: number; caret: number },
  chosen: string,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + chosen + text.slice(caret), caret: from + chosen.length }
}
