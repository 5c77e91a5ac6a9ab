import type { Attachment } from '@parley/shared/attachments/attachment'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A picture, and the thread whose readers may see it. */
export interface ThreadPicture {
  threadId: string
  attachment: Attachment
}

/** The picture that is looked at large, among those beside it. */
export const useLightbox = defineStore('lightbox', () => {
  const pictures = shallowRef<readonly ThreadPicture[]>([])
  const openId = shallowRef<string | null>(null)

  function open(among: readonly ThreadPicture[], attachmentId: string): void {
    pictures.value = among
    openId.value = attachmentId
  }

  return { pictures, openId, open, close: () => (openId.value = null) }
})
