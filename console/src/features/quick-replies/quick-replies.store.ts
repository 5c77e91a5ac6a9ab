import type { QuickReply, QuickReplyAudience } from '@parley/shared/quick-replies/quick-reply'
import { defineStore } from 'pinia'
import { useConnection } from '../../app/connection.store'
import { useListed } from '../../app/listed'

/** The words that this person has at hand: read when they are first wanted, and again whenever they changed. */
export const useQuickReplies = defineStore('quickReplies', () => {
  const connection = useConnection()
  const { all, state, error, read, need } = useListed<QuickReply>({
    list: async ({ call }) => (await call('quickReplies:listQuickReplies', {})).quickReplies,
    changed: 'quickReplies:quickRepliesChanged',
  })

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
