import type { StaffCommands } from '@parley/shared/protocol'
import { useDebounceFn } from '@vueuse/core'
import { shallowRef } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useConversations } from '../conversations.store'

const COUNTED_AFTER_MS = 400
const COUNTED_AT_LATEST_MS = 2_000

export type InboxPage = StaffCommands['conversations:listInbox']['output']

/** The numbers on the tabs: they come with every page, and are asked for when conversations change places. */
export function useCounts() {
  const connection = useConnection()
  const conversations = useConversations()
  const counts = shallowRef<InboxPage['counts']>()

  function accept(page: InboxPage): InboxPage {
    conversations.accept(page.conversations)
    conversations.acceptMarks(page.marks)
    counts.value = page.counts
    return page
  }

  const read = useDebounceFn(
    () => connection.call('conversations:listInbox', { tab: 'mine', limit: 1 }).then(accept, () => undefined),
    COUNTED_AFTER_MS,
    { maxWait: COUNTED_AT_LATEST_MS },
  )

  conversations.onChange((changed, before) => {
    const hasMoved = changed.some((each) => {
      const held = before.get(each.id)
      return held?.state !== each.state || held.assignee?.id !== each.assignee?.id
    })
    if (hasMoved && counts.value !== undefined) void read()
  })

  return { counts, accept }
}
