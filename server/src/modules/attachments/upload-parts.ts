import { Inject, Singleton } from '@midwayjs/core'
import { PART_BYTES } from '@parley/shared/attachments/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { ContactCommands } from '@parley/shared/protocol'
import type { Principal } from '../../platform/principal.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import type { UploadKey } from '../../platform/storage/storage.js'
import { AttachmentRepository } from './attachment.repository.js'
import type { StoredAttachment } from './attachment.repository.js'

/** Links for this many parts at once; more are asked for as they are needed, because links run out. */
const LINKS_AHEAD = 4

/** The folder of a tenant's objects. */
export const folderOf = (tenantId: string): string => tenantId.toLowerCase().replace(/[^a-z0-9]/g, '-')

export const uploadKeyOf = ({ prefix, uploadId }: StoredAttachment): UploadKey => ({
  key: `${prefix}/original`,
  uploadId,
})

/** Which parts have arrived, and where the next ones go. */
@Singleton()
export class ListPartsOfPrincipal {
  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly attachments!: AttachmentRepository

  async run(
    caller: Principal,
    { attachmentId, from }: ContactCommands['attachments:listParts']['input'],
  ): Promise<ContactCommands['attachments:listParts']['output']> {
    const attachment = await this.attachments.getOwn(caller, attachmentId)
    if (attachment.state !== 'uploading') throw new ParleyError('not_found')
    const upload = uploadKeyOf(attachment)
    const { size } = attachment.declared
    const count = Math.ceil(size / PART_BYTES)
    const received = await this.storage.driver.listParts(upload)
    const numbers = Array.from({ length: LINKS_AHEAD }, (_, index) => from + index).filter((number) => number <= count)
    const links = numbers.map(async (number) => {
      const bytes = Math.min(PART_BYTES, size - (number - 1) * PART_BYTES)
      return { number, url: await this.storage.driver.partLink(upload, { number, bytes }) }
    })
    const whole = received.filter((part) => part.size === Math.min(PART_BYTES, size - (part.number - 1) * PART_BYTES))
    return { received: whole.map(({ number }) => number), links: await Promise.all(links) }
  }
}

/** The sender thinks better of it: nothing of the upload stays. */
@Singleton()
export class CancelUploadOfPrincipal {
  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly attachments!: AttachmentRepository

  async run(
    caller: Principal,
    { attachmentId }: ContactCommands['attachments:cancelUpload']['input'],
  ): Promise<Record<string, never>> {
    const attachment = await this.attachments.getOwn(caller, attachmentId)
    const removed = await this.attachments.change(attachment, ['uploading', 'ready', 'refused'], { state: 'removed' })
    if (removed === null) return {}
    await this.storage.driver.abortUpload(uploadKeyOf(removed))
    await this.storage.driver.remove(objectsOf(removed))
    return {}
  }
}

/** The keys of everything that an attachment may have left in the storage. */
export const objectsOf = ({ prefix }: StoredAttachment): string[] =>
  ['original', 'view', 'thumbnail', 'cover', 'playable'].map((name) => `${prefix}/${name}`)
