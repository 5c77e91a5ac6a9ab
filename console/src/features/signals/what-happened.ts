import type { ConversationSummary } from '@parley/shared/conversations/conversation'

/** What somebody at work is told of, the weightiest first. */
export const SIGNALS = ['assigned', 'mention', 'message', 'waiting'] as const
export type Signal = (typeof SIGNALS)[number]

export interface Happening {
  signal: Signal
  conversation: ConversationSummary
}

interface Change {
  now: ConversationSummary
  before: ConversationSummary | undefined
}

/** What a change of a conversation means for this person; undefined for most. */
export function whatHappened(
  { now, before }: Change,
  reader: { id: string; canTake: boolean },
): Happening['signal'] | undefined {
  const isMine = (each: ConversationSummary | undefined) =>
    each?.state === 'assigned' && each.assignee?.id === reader.id
  if (isMine(now) && !isMine(before)) return 'assigned'
  if (isMine(now) && before !== undefined && now.contactCount > before.contactCount) return 'message'
  if (reader.canTake && now.state === 'waiting' && before?.state !== 'waiting') return 'waiting'
  return undefined
}

/** The weightiest of several at once: one sound, not a rattle. */
export const weightiest = (happenings: readonly Happening[]): Happening | undefined =>
  [...happenings].sort((one, other) => SIGNALS.indexOf(one.signal) - SIGNALS.indexOf(other.signal))[0]
