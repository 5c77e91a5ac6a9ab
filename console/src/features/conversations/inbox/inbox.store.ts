import type { InboxFilter, InboxTab } from '@parley/shared/conversations/inbox'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useCounts } from './counts'
import { isSameFilter, sizeOf } from './filter/filter-query'
import { TABS, useLists } from './lists'
import { appendPage, emptyList } from './tab-list'

/** The inbox: which tab is looked at, through which filter, and how far down. */
export const useInbox = defineStore('inbox', () => {
  const connection = useConnection()
  const { counts, accept } = useCounts()
  const filter = shallowRef<InboxFilter>({})
  const { lists, load, clear } = useLists(accept, () => filter.value)
  const tab = ref<InboxTab>('mine')
  const more = ref<'idle' | 'loading' | 'failed'>('idle')

  async function loadMore(): Promise<void> {
    const which = tab.value
    const { next } = lists[which]
    if (next === null || more.value === 'loading') return
    more.value = 'loading'
    try {
      const page = accept(
        await connection.call('conversations:listInbox', { tab: which, filter: filter.value, cursor: next }),
      )
      if (lists[which].next === next) {
        const ids = page.conversations.map((each) => each.id)
        lists[which] = appendPage(lists[which], { ids, next: page.next })
      }
      more.value = 'idle'
    } catch {
      more.value = 'failed'
    }
  }

  /** After every connection: the tab on the screen and one's own are read anew, the others when they are next looked at. */
  function refresh(): void {
    for (const each of TABS) {
      if (each === tab.value || each === 'mine') void load(each)
      else lists[each] = emptyList
    }
    if (sizeOf(filter.value) > 0) void readOwn()
  }

  /** What waits for oneself is counted whatever the filter leaves. */
  async function readOwn(): Promise<void> {
    try {
      accept(await connection.call('conversations:listInbox', { tab: 'mine' }))
    } catch {
      // Read with the next connection.
    }
  }

  function show(next: InboxTab, through: InboxFilter): void {
    tab.value = next
    more.value = 'idle'
    if (!isSameFilter(filter.value, through)) {
      filter.value = through
      clear()
    }
    if (lists[next].state !== 'ready' && connection.state === 'online') void load(next)
  }

  return { tab, lists, counts, more, load, loadMore, refresh, show }
})
