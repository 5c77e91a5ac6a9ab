import type { Attachment, AttachmentLinks } from '@parley/shared/attachments/attachment'
import { LinkCache } from '@parley/shared/attachments/link-cache'
import { putPart } from '@parley/shared/attachments/put-part'
import { UploadList } from '@parley/shared/attachments/upload-list'
import type { UploadItem } from '@parley/shared/attachments/upload-list'
import { Uploader } from '@parley/shared/attachments/uploader'
import { messageStamps } from '@parley/shared/conversations/message-stamps'
import { shallowReactive } from 'vue'
import type { ContactCall } from '../contacts/connection.store'

/** A visitor has one thread in a channel. */
const LANE = 'thread'

/** The visitor's files: those chosen for the next message, and where those of the thread can be read. */
export class AttachmentsStore {
  readonly state = shallowReactive({
    uploads: [] as readonly UploadItem[],
    /** How many files were left out, because a message holds no more. */
    leftOut: 0,
    /** The picture that is looked at large. */
    openId: null as string | null,
  })
  private readonly list: UploadList
  private readonly cache: LinkCache

  constructor(call: ContactCall) {
    const stamp = messageStamps()
    const commands = {
      request: (input: { clientUploadId: string; name: string; size: number; declaredType: string }) =>
        call('attachments:requestUpload', input),
      listParts: (input: { attachmentId: string; from: number }) => call('attachments:listParts', input),
      complete: (input: { attachmentId: string; sha256: string }) => call('attachments:completeUpload', input),
      cancel: (input: { attachmentId: string }) => call('attachments:cancelUpload', input),
    }
    this.list = new UploadList({
      uploader: new Uploader({ commands, putPart }),
      newId: () => stamp().clientMessageId,
      onChange: (items) => (this.state.uploads = items),
    })
    this.cache = new LinkCache({
      ask: async (threadId, attachmentIds) =>
        (await call('conversations:linkFiles', { threadId, attachmentIds })).links,
      now: () => Date.now(),
    })
  }

  /** `busy` while one is on its way; what has failed is left for the visitor to decide on. */
  get readiness(): 'none' | 'busy' | 'ready' {
    const { uploads } = this.state
    if (uploads.length === 0) return 'none'
    return uploads.every(({ state }) => state === 'ready') ? 'ready' : 'busy'
  }

  add(files: readonly File[]): void {
    this.state.leftOut = this.list.add(LANE, files)
  }

  cancel(id: string): void {
    this.state.leftOut = 0
    this.list.cancel(id)
  }

  retry(id: string): void {
    this.list.retry(id)
  }

  take(): Attachment[] {
    this.state.leftOut = 0
    return this.list.take(LANE)
  }

  previewOf(attachmentId: string): string | undefined {
    return this.list.previewOf(attachmentId)
  }

  links(threadId: string, attachmentId: string): Promise<AttachmentLinks | undefined> {
    return this.cache.get(threadId, attachmentId)
  }

  forgetLinks(attachmentId: string): void {
    this.cache.forget(attachmentId)
  }

  async download(threadId: string, attachmentId: string): Promise<void> {
    const links = await this.links(threadId, attachmentId)
    if (links === undefined) return
    const anchor = document.createElement('a')
    anchor.href = links.download
    anchor.rel = 'noopener'
    anchor.click()
  }
}
