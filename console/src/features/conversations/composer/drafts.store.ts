import type { Draft } from '@parley/shared/conversations/draft'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { storage } from '../../../ui/storage'
import { useSession } from '../../accounts/session.store'

export type ComposerMode = 'reply' | 'note'

/** A pause in writing, after which the server is told. */
const SAVED_AFTER_MS = 500

/**
 * What was written and not sent, per conversation and mode: on the server, so that it is there on every device; what the
 * server does not have yet is kept in this browser, survives a reload, and goes before what other devices say.
 */
export const useDrafts = defineStore('drafts', () => {
  const connection = useConnection()
  const prefix = `parley:draft:${useSession().me.id}:`
  const texts = reactive(new Map<string, string>())
  const modes = reactive(new Map<string, ComposerMode>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const saving = new Set<string>()
  const keyOf = ({ conversationId, mode }: Omit<Draft, 'text'>) => `${prefix}${conversationId}:${mode}`
  const isUnsaved = (key: string) => storage.getItem(key) !== null

  const textOf = (conversationId: string, mode: ComposerMode): string => {
    const key = keyOf({ conversationId, mode })
    return texts.get(key) ?? storage.getItem(key) ?? ''
  }

  function write(conversationId: string, mode: ComposerMode, text: string): void {
    const key = keyOf({ conversationId, mode })
    texts.set(key, text)
    storage.setItem(key, text)
    clearTimeout(timers.get(key))
    timers.set(
      key,
      setTimeout(() => void save(key), SAVED_AFTER_MS),
    )
  }

  /** One at a time for each draft, so that the last words are the ones that stay. */
  async function save(key: string): Promise<void> {
    const text = storage.getItem(key)
    if (text === null || saving.has(key) || connection.state !== 'online') return
    saving.add(key)
    const [conversationId = '', mode] = key.slice(prefix.length).split(':') as [string, ComposerMode]
    const isSaved = await connection.call('conversations:saveDraft', { conversationId, mode, text }).then(
      () => true,
      () => false,
    )
    saving.delete(key)
    if (!isSaved) return
    if (storage.getItem(key) === text) storage.removeItem(key)
    else void save(key)
  }

  /** What another device wrote; words of this one that are still to be saved go before it. */
  function hear(draft: Draft): void {
    const key = keyOf(draft)
    if (!isUnsaved(key)) texts.set(key, draft.text)
  }

  /** After every connection: hands in what the server lacks, then takes what it has. */
  async function sync(): Promise<void> {
    const kept = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    await Promise.all(kept.filter((key) => key.startsWith(prefix)).map(save))
    const listed = await connection.call('conversations:listDrafts', {}).catch(() => undefined)
    if (listed === undefined) return
    for (const key of texts.keys()) if (!isUnsaved(key)) texts.delete(key)
    listed.drafts.forEach(hear)
  }

  return { modes, textOf, write, hear, sync }
})
