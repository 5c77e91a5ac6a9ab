import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { Attachment, AttachmentLinks } from '@parley/shared/attachments/attachment'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import type { Principal } from '../../platform/principal.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import { AttachmentRepository, attachmentView } from './attachment.repository.js'
import type { StoredAttachment } from './attachment.repository.js'
import type { Claim } from './attachment.schema.js'
import { MediaProcessing } from './media-processing.js'
import { objectsOf, uploadKeyOf } from './upload-parts.js'

const DAY_MS = 24 * 3_600_000
const SWEEP_EVERY_MS = 10 * 60_000
const SWEEP_LIMIT = 200
/** In a message, or in one that is just being stored. */
const READABLE = new Set(['claimed', 'attached'])

/** What other modules do with attachments: give them to messages, link them for those who may read, let them go. */
@Singleton()
export class Attachments {
  @Inject()
  private readonly attachments!: AttachmentRepository

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly processing!: MediaProcessing

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined

  async start(): Promise<void> {
    await this.storage.start()
    await this.processing.start()
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS)
    this.timer.unref()
    void this.sweep()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.processing.stop()
  }

  /**
   * Gives verified attachments to one message; repeating it for the same message does no harm.
   * @throws ParleyError `not_found` for somebody else's as for an unknown one, `attachment_not_ready` for one's own
   */
  async claim(owner: Principal, ids: readonly string[], claim: Claim): Promise<Attachment[]> {
    const claimed: Attachment[] = []
    for (const id of ids) {
      const own = await this.attachments.claim(owner, id, claim)
      if (own !== null) claimed.push(attachmentView(own))
      else {
        await this.attachments.getOwn(owner, id)
        throw new ParleyError('attachment_not_ready')
      }
    }
    return claimed
  }

  /** Its message is stored: it stays for as long as that. */
  async attach(tenantId: string, ids: readonly string[]): Promise<StoredAttachment[]> {
    const attached = ids.map((id) =>
      this.attachments.change({ tenantId, id }, ['claimed', 'attached'], { state: 'attached' }),
    )
    return (await Promise.all(attached)).filter((each) => each !== null)
  }

  /** Addresses for those of these attachments that belong to messages of the thread which the reader may see. */
  async link(
    { tenantId, threadId, audience }: { tenantId: string; threadId: string; audience: 'contact' | 'staff' },
    ids: readonly string[],
  ): Promise<AttachmentLinks[]> {
    const found = await this.attachments.list(tenantId, ids)
    const readable = found.filter(
      ({ claim, state }) =>
        claim?.threadId === threadId && READABLE.has(state) && (audience === 'staff' || claim.isInternal !== true),
    )
    return Promise.all(readable.map((attachment) => this.linksOf(attachment)))
  }

  listOfContact(
    contact: { tenantId: string; contactId: string },
    page: { before: string | undefined; limit: number },
  ): Promise<StoredAttachment[]> {
    return this.attachments.listOfContact(contact, page)
  }

  /** A visitor turned out to be a known contact: their files are that contact's. */
  rehome(owners: { tenantId: string; from: string; to: string }): Promise<void> {
    return this.attachments.rehome(owners)
  }

  /** Their message was recalled: nobody reads them any more. */
  async remove(tenantId: string, ids: readonly string[]): Promise<void> {
    for (const attachment of await this.attachments.list(tenantId, ids)) {
      await this.attachments.change(attachment, ['claimed', 'attached'], { state: 'removed' })
      await this.storage.driver.remove(objectsOf(attachment))
    }
  }

  /** Claims that have stood since before a moment: whether their message was stored, only the log knows. */
  listClaimed(before: Date): Promise<StoredAttachment[]> {
    return this.attachments.listLeft(['claimed'], before, SWEEP_LIMIT)
  }

  /** Videos that were looked at and whose thread does not know it yet. */
  listUntold(before: Date): Promise<StoredAttachment[]> {
    return this.attachments.listUntold(before, SWEEP_LIMIT)
  }

  /** The thread knows now. */
  async told(attachment: StoredAttachment): Promise<void> {
    await this.attachments.change(attachment, ['attached'], { processing: 'told' })
  }

  private async linksOf({ id, objects, shown }: StoredAttachment): Promise<AttachmentLinks> {
    if (objects === null || shown === null) throw new ParleyError('attachment_not_ready')
    const { driver } = this.storage
    const { name, mediaType } = shown
    const { view, thumbnail, original } = objects
    const inline = (key: string, type: string) => driver.readLink(key, { mediaType: type, disposition: 'inline', name })
    return {
      id,
      view: view && (await inline(view, view === original ? playableType(mediaType) : 'video/mp4')),
      thumbnail: thumbnail && (await inline(thumbnail, 'image/webp')),
      download: await driver.readLink(original, { mediaType, disposition: 'attachment', name }),
    }
  }

  /** Uploads that came to nothing within a day, and what was refused or recalled, leave no trace. */
  private async sweep(): Promise<void> {
    try {
      const left = await this.attachments.listLeft(
        ['uploading', 'ready', 'refused', 'removed'],
        this.aDayAgo(),
        SWEEP_LIMIT,
      )
      for (const attachment of left) await this.forget(attachment)
    } catch (error) {
      this.logger.warn('the sweep of orphaned attachments failed: %s', (error as Error).message)
    }
  }

  private async forget(attachment: StoredAttachment): Promise<void> {
    // Claimed in this moment: then it is somebody's after all.
    const removed = await this.attachments.change(attachment, ['uploading', 'ready', 'refused', 'removed'], {
      state: 'removed',
    })
    if (removed === null) return
    await this.storage.driver.abortUpload(uploadKeyOf(attachment))
    await this.storage.driver.remove(objectsOf(attachment))
    await this.attachments.remove(attachment)
  }

  private aDayAgo(): Date {
    return new Date(this.clock.now().getTime() - DAY_MS)
  }
}

/** Browsers play a QuickTime file when it is called what it nearly is. */
const playableType = (mediaType: string): string => (mediaType === 'video/quicktime' ? 'video/mp4' : mediaType)
