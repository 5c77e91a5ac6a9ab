import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { InboxFilter, InboxTab } from '@parley/shared/conversations/inbox'
import { matchesFilter } from '@parley/shared/conversations/inbox-matching'
import type { ErrorCode } from '@parley/shared/kernel/errors'

/** What a tab holds: ids in its order, and where the next page begins. */
export interface TabList {
  readonly ids: readonly string[]
  readonly next: string | null
  readonly state: 'idle' | 'loading' | 'ready' | 'failed'
  readonly error?: ErrorCode
}

export const emptyList: TabList = { ids: [], next: null, state: 'idle' }

type Known = Pick<ReadonlyMap<string, ConversationSummary>, 'get'>

/** Whether a conversation has its place in a tab, as `listInbox` sees it. */
export function belongsIn(tab: InboxTab, conversation: ConversationSummary, staffId: string): boolean {
  switch (tab) {
    case 'mine':
      return conversation.state === 'assigned' && conversation.assignee?.id === staffId
    case 'waiting':
      return conversation.state === 'waiting'
    case 'all':
      return conversation.state !== 'ended'
    case 'ended':
      return conversation.state === 'ended'
  }
}

/** The moment that orders a tab; it changes only when the reason to be there does, so rows stay where they are. */
function orderOf(tab: InboxTab, conversation: ConversationSummary): string {
  switch (tab) {
    case 'mine':
      return conversation.assignedAt ?? conversation.startedAt
    case 'waiting':
      return conversation.waitingSince ?? conversation.startedAt
    case 'all':
      return conversation.startedAt
    case 'ended':
      return conversation.endedAt ?? conversation.startedAt
  }
}

/** Newest first, but for those who wait: longest first. Ids decide between equals, in the same direction. */
export function compareIn(tab: InboxTab, one: ConversationSummary, other: ConversationSummary): number {
  const direction = tab === 'waiting' ? 1 : -1
  const [a, b] = [orderOf(tab, one), orderOf(tab, other)]
  if (a !== b) return a < b ? -direction : direction
  return one.id < other.id ? -direction : one.id > other.id ? direction : 0
}

interface Neighbours {
  tab: InboxTab
  known: Known
  before: string | undefined
  after: string | undefined
}

/** Whether a conversation sorts between two rows; where there is none, or nothing is known of it, on the right side of it. */
function isBetween(conversation: ConversationSummary, { tab, known, before, after }: Neighbours): boolean {
  const [one, other] = [before, after].map((id) => (id === undefined ? undefined : known.get(id)))
  const isAfter = one === undefined || compareIn(tab, one, conversation) < 0
  return isAfter && (other === undefined || compareIn(tab, conversation, other) < 0)
}

/** Puts a changed conversation where it now belongs, or takes it out. What sorts after the last row held waits for its page. */
export function place(
  list: TabList,
  conversation: ConversationSummary,
  { tab, staffId, known, filter = {} }: { tab: InboxTab; staffId: string; known: Known; filter?: InboxFilter },
): TabList {
  const at = list.ids.indexOf(conversation.id)
  const isHeld = at !== -1
  const belongs = belongsIn(tab, conversation, staffId) && matchesFilter(conversation, filter)
  // Most news moves nothing: then its neighbours alone are looked at, however long the list is.
  if (isHeld && belongs && isBetween(conversation, { tab, known, before: list.ids[at - 1], after: list.ids[at + 1] })) {
    return list
  }
  const ids = isHeld ? list.ids.filter((id) => id !== conversation.id) : list.ids
  if (!belongs) return isHeld ? { ...list, ids } : list
  const found = ids.findIndex((id) => {
    const other = known.get(id)
    return other !== undefined && compareIn(tab, conversation, other) < 0
  })
  if (found === -1 && list.next !== null && !isHeld) return list
  const index = found === -1 ? ids.length : found
  if (isHeld && list.ids[index] === conversation.id) return list
  return { ...list, ids: [...ids.slice(0, index), conversation.id, ...ids.slice(index)] }
}

/** Adds the next page; a row that came live meanwhile is not shown twice. */
export function appendPage(list: TabList, page: { ids: readonly string[]; next: string | null }): TabList {
  const held = new Set(list.ids)
  return { ...list, ids: [...list.ids, ...page.ids.filter((id) => !held.has(id))], next: page.next }
}

/** The row before or after one; with none chosen, or one that has left, the first. */
export function neighbourOf(ids: readonly string[], id: string | undefined, step: 1 | -1): string | undefined {
  const index = id === undefined ? -1 : ids.indexOf(id)
  if (index === -1) return ids[0]
  return ids[index + step]
}
