import type { MessageEntry, Quote } from '@parley/shared/conversations/entry'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useDrafts } from './drafts.store'

/** Which message the next one answers, in each conversation. */
export const useQuoting = defineStore('quoting', () => {
  const drafts = useDrafts()
  const quotes = reactive(new Map<string, Quote>())

  /** A note is answered by a note alone: its words are not for the contact. */
  function start(conversationId: string, entry: MessageEntry): void {
    const { id, position, kind, text, author } = entry
    const files = entry.kind === 'files' ? (entry.attachments[0]?.kind ?? null) : null
    quotes.set(conversationId, { id, position, kind, text, files, author: { role: author.role, name: author.name } })
    if (kind === 'note') drafts.modes.set(conversationId, 'note')
  }

  const clear = (conversationId: string) => quotes.delete(conversationId)

  return { quotes, start, clear }
})
