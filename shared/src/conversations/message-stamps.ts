import type { OutboxItem } from './outbox.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * What each new message is given when it is written: an id, and a time that is later than that of the message before, so
 * that stored messages sort in the order in which they were written.
 */
export function messageStamps(now: () => number = Date.now): () => Pick<OutboxItem, 'clientMessageId' | 'createdAt'> {
  let last = 0
  return () => {
    last = Math.max(now(), last + 1)
    return { clientMessageId: newMessageId(), createdAt: new Date(last).toISOString() }
  }
}

/** An id that nobody can guess, 22 characters. `randomUUID` is absent on plain HTTP, as in a company's own network. */
function newMessageId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => ALPHABET[byte % 64]).join('')
}
