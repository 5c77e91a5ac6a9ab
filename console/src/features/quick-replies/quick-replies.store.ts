import type { QuickReply, QuickReplyAudience } from '@parley/shared/quick-replies/quick-reply'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'
import type { ErrorCode } from '@parley/shared/kernel/errors'

/** The words that this person has at hand: read when they are first wanted, and again whenever they changed. */
export const useQuickReplies = defineStore('quickReplies', () => {
  const connection = useConnection()
  const all = shallowRef<readonly QuickReply[]>([])
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const error = ref<ErrorCode>()

  async function read(): Promise<void> {
    if (state.value !== 'ready') state.value = 'loading'
    try {
      all.value = (await connection.call('quickReplies:listQuickReplies', {})).quickReplies
      state.value = 'ready'
      error.value = undefined
    } catch (failure) {
      error.value = codeOf(failure)
      if (state.value !== 'ready') state.value = 'failed'
    }
  }

  /** Called where they are about to be needed. */
  function need(): void {
    if (state.value === 'idle' || state.value === 'failed') void read()
  }

  const again = () => {
    if (state.value !== 'idle') void read()
  }
  connection.on('quickReplies:quickRepliesChanged', again)
  connection.onConnected(again)

  async function create(reply: { shortcut: string; text: string; audience: QuickReplyAudience }): Promise<void> {
    await connection.call('quickReplies:createQuickReply', reply)
    await read()
  }

  async function edit({ id, version }: QuickReply, change: { shortcut: string; text: string }): Promise<void> {
    await connection.call('quickReplies:editQuickReply', { quickReplyId: id, version, ...change })
    await read()
  }

  async function remove({ id }: QuickReply): Promise<void> {
    await connection.call('quickReplies:deleteQuickReply', { quickReplyId: id })
    await read()
  }

  return { all, state, error, read, need, create, edit, remove }
})
