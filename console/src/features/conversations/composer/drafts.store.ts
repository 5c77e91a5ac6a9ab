import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { storage } from '../../../ui/storage'
import { useSession } from '../../accounts/session.store'

export type ComposerMode = 'reply' | 'note'

/** What was written and not sent, per conversation and mode, in this browser. */
export const useDrafts = defineStore('drafts', () => {
  const staffId = useSession().me.id
  const texts = reactive(new Map<string, string>())
  const modes = reactive(new Map<string, ComposerMode>())
  const keyOf = (conversationId: string, mode: ComposerMode) => `parley:draft:${staffId}:${conversationId}:${mode}`

  function textOf(conversationId: string, mode: ComposerMode): string {
    const key = keyOf(conversationId, mode)
    return texts.get(key) ?? storage.getItem(key) ?? ''
  }

  function write(conversationId: string, mode: ComposerMode, text: string): void {
    const key = keyOf(conversationId, mode)
    texts.set(key, text)
    if (text === '') storage.removeItem(key)
    else storage.setItem(key, text)
  }

  return { modes, textOf, write }
})
