import type { QuickReply } from '@parley/shared/quick-replies/quick-reply'

/** The first letters of Chinese words as they are typed: 退款 is `tk`. What is no Chinese stays. */
export type Initials = (text: string) => string

/** How well a quick reply fits what was typed; lower is better, undefined is not at all. */
function rankOf({ shortcut, text }: QuickReply, query: string, initials: Initials): number | undefined {
  const [name, words] = [shortcut.toLowerCase(), text.toLowerCase()]
  const ways = [
    name.startsWith(query),
    initials(name).startsWith(query),
    name.includes(query),
    words.includes(query),
    initials(words.slice(0, 40)).includes(query),
  ]
  const rank = ways.indexOf(true)
  return rank === -1 ? undefined : rank
}

/** The quick replies that fit, the best first; a shortcut that begins so goes before words that contain it. */
export function matching(replies: readonly QuickReply[], typed: string, initials: Initials): QuickReply[] {
  const query = typed.toLowerCase()
  return replies
    .map((reply) => ({ reply, rank: rankOf(reply, query, initials) }))
    .filter((each): each is { reply: QuickReply; rank: number } => each.rank !== undefined)
    .sort((one, other) => one.rank - other.rank || one.reply.shortcut.localeCompare(other.reply.shortcut))
    .map(({ reply }) => reply)
}
