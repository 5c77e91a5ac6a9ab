import { putPart } from '@parley/shared/attachments/put-part'
import { UploadList } from '@parley/shared/attachments/upload-list'
import type { UploadItem } from '@parley/shared/attachments/upload-list'
import { Uploader } from '@parley/shared/attachments/uploader'
import { messageStamps } from '@parley/shared/conversations/message-stamps'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useConnection } from '../../app/connection.store'

/** Files chosen for replies, on their way before the reply is sent. A lane is a thread. */
export const useUploads = defineStore('uploads', () => {
  const { call } = useConnection()
  const items = shallowRef<readonly UploadItem[]>([])
  const stamp = messageStamps()

  const commands = {
    request: (input: Parameters<typeof call<'attachments:requestStaffUpload'>>[1]) =>
      call('attachments:requestStaffUpload', input),
    listParts: (input: { attachmentId: string; from: number }) => call('attachments:listStaffParts', input),
    complete: (input: { attachmentId: string; sha256: string }) => call('attachments:completeStaffUpload', input),
    cancel: (input: { attachmentId: string }) => call('attachments:cancelStaffUpload', input),
  }
  const list = new UploadList({
    uploader: new Uploader({ commands, putPart }),
    newId: () => stamp().clientMessageId,
    onChange: (changed) => (items.value = changed),
  })

  return {
    items,
    /** Returns how many a message has no room for. */
    add: (threadId: string, files: readonly File[]) => list.add(threadId, files),
    cancel: (id: string) => list.cancel(id),
    retry: (id: string) => list.retry(id),
    take: (threadId: string) => list.take(threadId),
    previewOf: (attachmentId: string) => list.previewOf(attachmentId),
  }
})
