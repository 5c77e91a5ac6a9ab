import type { InboxView } from '@parley/shared/conversations/inbox-views'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useConnection } from '../../../../app/connection.store'

/** One's own views of the inbox: read when they are first wanted, and again whenever they changed on any device. */
export const useViews = defineStore('views', () => {
  const connection = useConnection()
  const all = shallowRef<readonly InboxView[]>([])
  let isWanted = false

  async function read(): Promise<void> {
    all.value = (await connection.call('conversations:listInboxViews', {})).views
  }

  // What could not be read now is read with the next connection.
  const again = () => {
    if (isWanted) read().catch(() => undefined)
  }
  connection.on('conversations:inboxViewsChanged', again)
  connection.onConnected(again)

  function need(): void {
    if (isWanted) return
    isWanted = true
    again()
  }

  async function save(view: Omit<InboxView, 'id'>): Promise<void> {
    await connection.call('conversations:saveInboxView', view)
    await read()
  }

  async function remove({ id }: InboxView): Promise<void> {
    await connection.call('conversations:deleteInboxView', { viewId: id })
    await read()
  }

  return { all, need, save, remove }
})
