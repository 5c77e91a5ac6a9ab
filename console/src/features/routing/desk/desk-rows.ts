import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { DeskAgent } from '@parley/shared/routing/desk'

/** Whose conversations the desk shows: everybody's, those that wait, or one agent's by id. */
export type Shown = 'all' | 'waiting' | (string & {})

/** Open conversations in the order in which they need somebody: those that wait first, the longest unanswered on top. */
export function deskRows(conversations: Iterable<ConversationSummary>, shown: Shown): ConversationSummary[] {
  const since = ({ awaitingReplySince, waitingSince, startedAt }: ConversationSummary) =>
    awaitingReplySince ?? waitingSince ?? startedAt
  const rank = ({ state, awaitingReplySince }: ConversationSummary) =>
    state === 'waiting' ? 0 : awaitingReplySince === null ? 2 : 1
  return [...conversations]
    .filter(({ state }) => state !== 'ended')
    .filter(({ state, assignee }) => {
      if (shown === 'all') return true
      return shown === 'waiting' ? state === 'waiting' : assignee?.id === shown
    })
    .sort((one, other) => rank(one) - rank(other) || since(one).localeCompare(since(other)))
}

/** Agents with those first who could take a chat now: there, online, with room; then by how much room they have. */
export function byReadiness(agents: readonly DeskAgent[]): DeskAgent[] {
  const rank = ({ isReachable, status }: DeskAgent) => (isReachable ? { online: 0, busy: 1, away: 2 }[status] : 3)
  const room = ({ capacity, openChats }: DeskAgent) => capacity - openChats
  return [...agents].sort(
    (one, other) => rank(one) - rank(other) || room(other) - room(one) || one.name.localeCompare(other.name),
  )
}

/** As they stood when they were put in order; who came since stands at the end. A list under the pointer is not sorted anew. */
export function asTheyStood(agents: readonly DeskAgent[], order: readonly string[]): DeskAgent[] {
  const place = ({ staffId }: DeskAgent) => (order.includes(staffId) ? order.indexOf(staffId) : order.length)
  return [...agents].sort((one, other) => place(one) - place(other))
}

/** What the dot beside a name means. */
export function presenceOf({ isReachable, status }: DeskAgent): 'online' | 'busy' | 'away' | 'offline' {
  return isReachable ? status : 'offline'
}
