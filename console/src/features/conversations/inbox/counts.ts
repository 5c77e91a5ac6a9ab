import type { CountRow } from '@parley/shared/conversations/counts'
import { mergeCounts, tabCounts } from '@parley/shared/conversations/tab-counts'
import type { StaffCommands } from '@parley/shared/protocol'
import { computed, shallowRef } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useConversations } from '../conversations.store'

export type InboxPage = StaffCommands['conversations:listInbox']['output']

/** The numbers on the tabs: they come with every page, and are told whenever they change. */
export function useCounts() {
  const connection = useConnection()
  const conversations = useConversations()
  const rows = shallowRef<ReadonlyMap<string, CountRow>>()
  const counts = computed(() => rows.value && tabCounts(rows.value.values()))

  /** What was told since the last connection; what was known before it stays on the screen until a page tells all. */
  let sinceConnected: ReadonlyMap<string, CountRow> = new Map()
  let hasPage = false

  function take(news: readonly CountRow[]): void {
    sinceConnected = mergeCounts(sinceConnected, news)
    rows.value = sinceConnected
  }

  function accept(page: InboxPage): InboxPage {
    conversations.accept(page.conversations)
    conversations.acceptMarks(page.marks)
    hasPage = true
    take(page.counts)
    return page
  }

  connection.on('conversations:countsChanged', (fact) => {
    if (hasPage) take(fact.rows)
    else sinceConnected = mergeCounts(sinceConnected, fact.rows)
  })
  // Rights may have changed while away.
  connection.onConnected(() => {
    hasPage = false
    sinceConnected = new Map()
  })

  return { counts, accept }
}
