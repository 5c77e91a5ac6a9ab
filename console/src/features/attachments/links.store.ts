import type { AttachmentLinks } from '@parley/shared/attachments/attachment'
import { LinkCache } from '@parley/shared/attachments/link-cache'
import { defineStore } from 'pinia'
import { useConnection } from '../../app/connection.store'

/** Where attachments can be read, for five minutes at a time. */
export const useLinks = defineStore('links', () => {
  const { call } = useConnection()
  const cache = new LinkCache({
    ask: async (threadId, attachmentIds) =>
      (await call('conversations:linkConversationFiles', { threadId, attachmentIds })).links,
    now: () => Date.now(),
  })

  async function download(threadId: string, attachmentId: string): Promise<void> {
    const links = await cache.get(threadId, attachmentId)
    if (links === undefined) return
    const anchor = document.createElement('a')
    anchor.href = links.download
    anchor.rel = 'noopener'
    anchor.click()
  }

  return {
    get: (threadId: string, attachmentId: string): Promise<AttachmentLinks | undefined> =>
      cache.get(threadId, attachmentId),
    forget: (attachmentId: string) => cache.forget(attachmentId),
    download,
  }
})
