import type { InboxTab } from '@parley/shared/conversations/inbox'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useCounts } from './counts'
import { TABS, useLists } from './lists'
import { appendPage, emptyList } from './tab-list'

/** The inbox: which tab is looked at, and how far down. */
export const useInbox = defineStore('inbox', () => {
  const connection = useConnection()
  const { counts, accept } = useCounts()
  const { lists, load } = useLists(accept)
  const tab = ref<InboxTab>('mine')
  const more = ref<'idle' | 'loading' | 'failed'>('idle')

  async function loadMore(): Promise<void> {
    const which = tab.value
    const { next } = lists[which]
    if (next === null || more.value === 'loading') return
    more.value = 'loading'
    try {
      const page = accept(await connection.call('conversations:listInbox', { tab: which, cursor: next }))
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
  }

  function show(next: InboxTab): void {
    tab.value = next
    more.value = 'idle'
    if (lists[next].state !== 'ready' && connection.state === 'online') void load(next)
  }

  return { tab, lists, counts, more, load, loadMore, refresh, show }
})
