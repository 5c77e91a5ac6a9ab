import { newId } from '../kernel/new-id.js'
import type { OutboxItem } from './outbox.js'

/**
 * What each new message is given when it is written: an id, and a time that is later than that of the message before, so
 * that stored messages sort in the order in which they were written.
 */
export function messageStamps(now: () => number = Date.now): () => Pick<OutboxItem, 'clientMessageId' | 'createdAt'> {
  let last = 0
  return () => {
    last = Math.max(now(), last + 1)
    return { clientMessageId: newId(), createdAt: new Date(last).toISOString() }
  }
}
