import type { InboxFilter, InboxTab } from '@parley/shared/conversations/inbox'
import { shallowReactive } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf } from '../../../ui/error-words'
import { useSession } from '../../accounts/session.store'
import { useConversations } from '../conversations.store'
import type { InboxPage } from './counts'
import { emptyList, place } from './tab-list'
import type { TabList } from './tab-list'

export const TABS: readonly InboxTab[] = ['mine', 'waiting', 'all', 'ended']

/** The rows of each tab, as far as a filter leaves them: read as a snapshot, then kept by facts. */
export function useLists(accept: (page: InboxPage) => InboxPage, filter: () => InboxFilter) {
  const connection = useConnection()
  const conversations = useConversations()
  const session = useSession()
  const lists = shallowReactive<Record<InboxTab, TabList>>({
    mine: emptyList,
    waiting: emptyList,
    all: emptyList,
    ended: emptyList,
  })
  /** What changed while a snapshot was read, which may be older; one for each read that is under way. */
  const reads = new Map<InboxTab, Set<string>>()

  conversations.onChange((changed) => {
    for (const { id } of changed) {
      for (const tab of TABS) {
        reads.get(tab)?.add(id)
        if (lists[tab].state === 'ready') put(tab, id)
      }
    }
  })

  function put(tab: InboxTab, id: string): void {
    const conversation = conversations.byId.get(id)
    if (conversation === undefined) return
    const context = { tab, staffId: session.me.id, known: conversations.byId, filter: filter() }
    const placed = place(lists[tab], conversation, context)
    if (placed !== lists[tab]) lists[tab] = placed
  }

  /** Reads the first page anew; what is on the screen stays there until the answer comes. */
  async function load(tab: InboxTab): Promise<void> {
    const changed = new Set<string>()
    reads.set(tab, changed)
    if (lists[tab].state !== 'ready') lists[tab] = { ...emptyList, state: 'loading' }
    try {
      const page = await connection.call('conversations:listInbox', { tab, filter: filter() })
      if (reads.get(tab) !== changed) return
      reads.delete(tab)
      accept(page)
      lists[tab] = { ids: page.conversations.map((each) => each.id), next: page.next, state: 'ready' }
      for (const id of changed) put(tab, id)
    } catch (error) {
      if (reads.get(tab) === changed && lists[tab].state !== 'ready') {
        lists[tab] = { ...emptyList, state: 'failed', error: codeOf(error) }
      }
    }
  }

  /** Forgets every row; an answer that is still on its way belongs to what was asked before. */
  function clear(): void {
    reads.clear()
    for (const tab of TABS) lists[tab] = emptyList
  }

  return { lists, load, clear }
}
