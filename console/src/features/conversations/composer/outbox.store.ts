import { messageStamps } from '@parley/shared/conversations/message-stamps'
import { contentOf, Outbox } from '@parley/shared/conversations/outbox'
import type { OutboxItem } from '@parley/shared/conversations/outbox'
import { OutboxKeys } from '@parley/shared/conversations/outbox-keys'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { storage } from '../../../ui/storage'
import { useSession } from '../../accounts/session.store'
import { useThreads } from '../thread/threads.store'

/** Replies and notes on their way to the server. */
export const useOutbox = defineStore('outbox', () => {
  const connection = useConnection()
  const threads = useThreads()
  const items = shallowRef<readonly OutboxItem[]>([])

  /** Per person: another who signs in on this machine never sends them. */
  const keys = new OutboxKeys(storage, `parley:outbox:${useSession().me.id}:`)
  const stamp = messageStamps()

  const outbox = new Outbox({
    storage: keys,
    onChange: (changed) => (items.value = changed),
    send: async (item) => {
      const { lane, clientMessageId, text, attachments = [], mentions = [] } = item
      const attachmentIds = attachments.map(({ id }) => id)
      const quote = item.quote === undefined ? {} : { quote: item.quote.id }
      const note = { threadId: lane, clientMessageId, text, attachmentIds, mentions, ...quote }
      const { entry } =
        item.kind === 'note'
          ? await connection.call('conversations:addNote', note)
          : await connection.call('conversations:sendReply', {
              threadId: lane,
              clientMessageId,
              content: contentOf(item),
              ...quote,
            })
      threads.receive(entry)
    },
  })
  items.value = outbox.all

  function send(
    threadId: string,
    message: Pick<OutboxItem, 'kind' | 'text' | 'attachments' | 'mentions' | 'quote'>,
  ): void {
    outbox.add({ ...message, ...stamp(), lane: threadId })
  }

  /** Messages of tabs that were closed before they were sent. */
  function adoptLeftBehind(): void {
    outbox.adopt(keys.leftBehind(Date.now()))
  }

  /** Another tab changed what is stored: what it sent or discarded is done here too. */
  function storageChanged(event: StorageEvent): void {
    const clientMessageId = keys.removedBy(event)
    if (clientMessageId !== undefined) outbox.forget(clientMessageId)
  }

  return {
    items,
    send,
    retry: (clientMessageId: string) => outbox.retry(clientMessageId),
    discard: (clientMessageId: string) => outbox.discard(clientMessageId),
    flush: () => outbox.flush(),
    adoptLeftBehind,
    storageChanged,
  }
})
