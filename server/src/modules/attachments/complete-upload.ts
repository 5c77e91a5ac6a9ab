import { createHash } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { Attachment } from '@parley/shared/attachments/attachment'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { WireError } from '@parley/shared/kernel/errors'
import type { ContactCommands } from '@parley/shared/protocol'
import { SingleFlight } from '../../platform/single-flight.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import { NoSuchObject } from '../../platform/storage/storage.js'
import { judgeType, safeName } from './accepted-types.js'
import type { AcceptedType } from './accepted-types.js'
import { AttachmentRepository, attachmentView } from './attachment.repository.js'
import type { StoredAttachment } from './attachment.repository.js'
import { BoundedQueue } from './bounded-queue.js'
import { isImageType, redrawImage } from './images.js'
import { MediaProcessing } from './media-processing.js'
import { requireWithin, UploadLimitsOfPrincipal } from './upload-limits.js'
import type { Limits, Uploading } from './upload-limits.js'
import { objectsOf, uploadKeyOf } from './upload-parts.js'

/** This much of the beginning decides what a file is. */
const HEAD_BYTES = 64 * 1024
/** Pictures that are drawn anew side by side. */
const IMAGES_AT_ONCE = 2

/** What the sender says of the content, and what they may send. */
interface Expected {
  sha256: string
  limits: Limits
}

type Verified = Pick<StoredAttachment, 'shown' | 'objects' | 'processing'>

/** All parts are there: the whole is put together, measured, recognised, and only then fit for a message (P11). */
@Singleton()
export class CompleteUploadOfPrincipal {
  @Inject()
  private readonly limits!: UploadLimitsOfPrincipal

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly attachments!: AttachmentRepository

  @Inject()
  private readonly processing!: MediaProcessing

  private readonly verifying = new SingleFlight<Attachment>()
  private readonly images = new BoundedQueue(IMAGES_AT_ONCE)

  /** Repeating it gives the same answer, a refusal included. */
  async run(
    caller: Uploading,
    { attachmentId, sha256 }: ContactCommands['attachments:completeUpload']['input'],
  ): Promise<{ attachment: Attachment }> {
    const attachment = await this.attachments.getOwn(caller, attachmentId)
    if (attachment.refusal !== null) throw refusalOf(attachment.refusal as WireError)
    if (attachment.state === 'removed') throw new ParleyError('not_found')
    if (attachment.state !== 'uploading') return { attachment: attachmentView(attachment) }
    const verify = async () => this.verify(attachment, { sha256, limits: await this.limits.of(caller) })
    return { attachment: await this.verifying.run(attachmentId, verify) }
  }

  private async verify(attachment: StoredAttachment, expected: Expected): Promise<Attachment> {
    await this.assemble(attachment)
    try {
      const verified = await this.examine(attachment, expected)
      const ready = await this.attachments.change(attachment, ['uploading'], { state: 'ready', ...verified })
      if (ready === null) throw new ParleyError('not_found')
      if (ready.processing === 'waiting') this.processing.add(ready)
      return attachmentView(ready)
    } catch (error) {
      if (error instanceof ParleyError) await this.refuse(attachment, error)
      throw error
    }
  }

  /** Parts that are missing can still be sent, so they refuse nothing. */
  private async assemble(attachment: StoredAttachment): Promise<void> {
    const { driver } = this.storage
    const upload = uploadKeyOf(attachment)
    const parts = await driver.listParts(upload)
    const bytes = parts.reduce((sum, { size }) => sum + size, 0)
    if (parts.length > 0 && bytes !== attachment.declared.size) throw new ParleyError('upload_incomplete')
    await driver.finishUpload(upload).catch((error: unknown) => {
      throw error instanceof NoSuchObject ? new ParleyError('upload_incomplete') : error
    })
  }

  private async examine(attachment: StoredAttachment, { sha256, limits }: Expected): Promise<Verified> {
    const { name, size } = attachment.declared
    const { key } = uploadKeyOf(attachment)
    const content = await this.readThrough(key)
    if (content.size !== size) throw new ParleyError('upload_incomplete')
    if (content.sha256 !== sha256) throw new ParleyError('checksum_mismatch')
    const { fileTypeFromBuffer } = await import('file-type')
    const detected = await fileTypeFromBuffer(content.head).catch(() => undefined)
    const verdict = judgeType({ name, detected: detected?.mime, head: content.head })
    if ('refusal' in verdict) throw new ParleyError('type_refused', { reason: verdict.refusal })
    requireWithin(limits, { kind: verdict.type.kind, size })
    if (isImageType(verdict.type.mediaType)) return this.images.run(() => this.redraw(attachment, verdict.type))
    return asItIs(attachment, verdict.type)
  }

  private async readThrough(key: string): Promise<{ size: number; sha256: string; head: Buffer }> {
    const hash = createHash('sha256')
    const beginning: Buffer[] = []
    let size = 0
    for await (const chunk of await this.storage.driver.read(key)) {
      const bytes = chunk as Buffer
      if (size < HEAD_BYTES) beginning.push(bytes)
      size += bytes.length
      hash.update(bytes)
    }
    return { size, sha256: hash.digest('hex'), head: Buffer.concat(beginning).subarray(0, HEAD_BYTES) }
  }

  /** What was sent is not kept: it may carry where and by whom it was taken, or more than a picture. */
  private async redraw(attachment: StoredAttachment, type: AcceptedType): Promise<Verified> {
    const { driver } = this.storage
    const { prefix, declared } = attachment
    const { mediaType } = type
    const { key } = uploadKeyOf(attachment)
    if (!isImageType(mediaType)) throw new ParleyError('media_damaged')
    const chunks: Buffer[] = []
    for await (const chunk of await driver.read(key)) chunks.push(chunk as Buffer)
    const { view, thumbnail, width, height } = await redrawImage(Buffer.concat(chunks), mediaType)
    const objects = { original: `${prefix}/view`, view: `${prefix}/view`, thumbnail: `${prefix}/thumbnail` }
    await driver.put(objects.view, view, mediaType)
    await driver.put(objects.thumbnail, thumbnail, 'image/webp')
    await driver.remove([key])
    const seen = { width, height, durationMs: null, hasThumbnail: true, isProcessing: false }
    return {
      processing: 'none',
      objects,
      shown: { kind: 'image', name: safeName(declared.name, type), size: view.length, mediaType, ...seen },
    }
  }

  private async refuse(attachment: StoredAttachment, error: ParleyError): Promise<void> {
    await this.storage.driver.remove(objectsOf(attachment))
    const { code, reason, limit } = error.toWire()
    await this.attachments.change(attachment, ['uploading'], {
      state: 'refused',
      refusal: { code, ...(reason === undefined ? {} : { reason }), ...(limit === undefined ? {} : { limit }) },
    })
  }
}

const refusalOf = ({ code, ...details }: WireError): ParleyError => new ParleyError(code, details)

/** Videos are looked at later; everything else is handed on and never opened. */
function asItIs({ prefix, declared }: StoredAttachment, type: AcceptedType): Verified {
  const isVideo = type.kind === 'video'
  const original = `${prefix}/original`
  return {
    processing: isVideo ? 'waiting' : 'none',
    objects: { original, view: isVideo ? original : null, thumbnail: null },
    shown: {
      kind: type.kind,
      name: safeName(declared.name, type),
      size: declared.size,
      mediaType: type.mediaType,
      width: null,
      height: null,
      durationMs: null,
      hasThumbnail: false,
      isProcessing: isVideo,
    },
  }
}
