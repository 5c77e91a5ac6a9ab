import type { Entry } from '@parley/shared/conversations/entry'
import { latestMessageBy } from '@parley/shared/conversations/messages-by'
import { defineStore } from 'pinia'
import { useConnection } from '../../../app/connection.store'
import { useConversations } from '../conversations.store'

/** Receipts are gathered this long, so that a burst of messages costs one. */
const GATHERED_MS = 400

/** Says how far this person has received and read. A mark that did not arrive is said again with the next one. */
export const useMarks = defineStore('marks', () => {
  const connection = useConnection()
  const conversations = useConversations()
  const waiting = new Map<string, number>()
  const reading = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function delivered(threadId: string, entries: readonly Entry[]): void {
    const position = latestMessageBy('contact', entries)
    const held = conversations.ownMarks.get(threadId)
    if (position <= Math.max(held?.deliveredPosition ?? 0, held?.readPosition ?? 0, waiting.get(threadId) ?? 0)) return
    waiting.set(threadId, position)
    timer ??= setTimeout(sendDelivered, GATHERED_MS)
  }

  function sendDelivered(): void {
    timer = undefined
    for (const [threadId, position] of waiting) {
      if (position <= (conversations.ownMarks.get(threadId)?.readPosition ?? 0)) continue
      void send('conversations:markConversationDelivered', threadId, position)
    }
    waiting.clear()
  }

  /** Called whenever the end of a thread is before the reader's eyes. */
  async function read(threadId: string, entries: readonly Entry[]): Promise<void> {
    const position = latestMessageBy('contact', entries)
    const known = Math.max(conversations.ownMarks.get(threadId)?.readPosition ?? 0, reading.get(threadId) ?? 0)
    if (position <= known) return
    reading.set(threadId, position)
    await send('conversations:markConversationRead', threadId, position)
    reading.delete(threadId)
  }

  async function send(
    name: 'conversations:markConversationRead' | 'conversations:markConversationDelivered',
    threadId: string,
    position: number,
  ): Promise<void> {
    try {
      conversations.acceptMarks([(await connection.call(name, { threadId, position })).mark])
    } catch {
      // The thread is caught up with after the next connection, and the mark said again then.
    }
  }

  return { delivered, read }
})
