import { randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { PART_BYTES } from '@parley/shared/attachments/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { ContactCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import type { Principal } from '../../platform/principal.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import { expectedKind } from './accepted-types.js'
import { AttachmentRepository } from './attachment.repository.js'
import { requireWithin, UploadLimitsOfPrincipal } from './upload-limits.js'
import type { Uploading } from './upload-limits.js'
import { folderOf } from './upload-parts.js'

const DAY_MS = 24 * 3_600_000
/** Uploads that one person may have begun and not ended. */
const OPEN_MAX = 30

type Output = ContactCommands['attachments:requestUpload']['output']

/** Hands out a ticket: where the bytes will lie, and into how many parts they are cut. */
@Singleton()
export class RequestUploadOfPrincipal {
  @Inject()
  private readonly limits!: UploadLimitsOfPrincipal

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly attachments!: AttachmentRepository

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `too_large` with the limit, `type_refused`, `quota_exceeded` */
  async run(caller: Uploading, input: ContactCommands['attachments:requestUpload']['input']): Promise<Output> {
    const { clientUploadId, name, size, declaredType } = input
    const { tenantId, key: ownerKey } = caller
    const known = await this.attachments.findUpload({ tenantId, ownerKey, clientUploadId })
    if (known !== null) return ticket(known.id, known.declared.size)
    const limits = await this.limits.of(caller)
    requireWithin(limits, { kind: expectedKind(declaredType), size })
    await this.checkQuota(caller, { size, perDay: limits.perDay })
    const prefix = `${folderOf(tenantId)}/${randomBytes(16).toString('hex')}`
    const uploadId = await this.storage.driver.beginUpload(`${prefix}/original`)
    const added = await this.attachments.add({
      ...{ tenantId, ownerKey, clientUploadId, prefix, uploadId },
      state: 'uploading',
      processing: 'none',
      declared: { name, size },
      shown: null,
      objects: null,
      refusal: null,
      claim: null,
      createdAt: this.clock.now(),
      claimedAt: null,
    })
    return ticket(added.id, added.declared.size)
  }

  private async checkQuota(caller: Principal, { size, perDay }: { size: number; perDay: number }): Promise<void> {
    const since = new Date(this.clock.now().getTime() - DAY_MS)
    const { bytes, open } = await this.attachments.usageSince(caller, since)
    if (open >= OPEN_MAX) throw new ParleyError('quota_exceeded')
    if (bytes + size > perDay) throw new ParleyError('quota_exceeded', { limit: perDay })
  }
}

const ticket = (attachmentId: string, size: number): Output => ({
  attachmentId,
  partBytes: PART_BYTES,
  partCount: Math.ceil(size / PART_BYTES),
})
