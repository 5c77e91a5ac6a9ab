import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Inject, Singleton } from '@midwayjs/core'
import { AVATAR_MAX_BYTES, AVATAR_SIDES } from '@parley/shared/attachments/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import { isImageType, squareOf } from './images.js'
import { folderOf } from './upload-parts.js'

/** `/avatars/<folder of the tenant>/<random id>/<version>`; a side is added by whoever draws it. */
const ADDRESS = /^\/avatars\/([a-z0-9-]+)\/([0-9a-f]{32})\/\d+$/

/**
 * Pictures of people: squares drawn anew, beside the files of their tenant. Whoever is shown one gets its address, which
 * nobody guesses; it stays the same for a person but for a version, so that an older one still leads to the newest picture.
 */
@Singleton()
export class Avatars {
  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly clock!: Clock

  /**
   * Keeps a picture, in the place of an earlier one; returns its address.
   * @throws ParleyError `type_refused`, `media_damaged`, `too_many_pixels`, `too_large`
   */
  async put(tenantId: string, bytes: Buffer, earlier: string | null): Promise<string> {
    if (bytes.length > AVATAR_MAX_BYTES) throw new ParleyError('too_large', { limit: AVATAR_MAX_BYTES })
    const { fileTypeFromBuffer } = await import('file-type')
    const detected = await fileTypeFromBuffer(bytes).catch(() => undefined)
    if (detected === undefined || !isImageType(detected.mime))
      throw new ParleyError('type_refused', { reason: 'unknown' })
    const [, folder = folderOf(tenantId), id = randomBytes(16).toString('hex')] = ADDRESS.exec(earlier ?? '') ?? []
    for (const side of AVATAR_SIDES) {
      await this.storage.driver.put(keyOf({ folder, id, side }), await squareOf(bytes, side), 'image/webp')
    }
    return `/avatars/${folder}/${id}/${this.clock.now().getTime()}`
  }

  /** Takes a picture away; its address leads nowhere from now on. */
  async remove(address: string): Promise<void> {
    const [, folder, id] = ADDRESS.exec(address) ?? []
    if (folder === undefined || id === undefined) return
    await this.storage.driver.remove(AVATAR_SIDES.map((side) => keyOf({ folder, id, side })))
  }

  /** @throws NoSuchObject */
  read(folder: string, id: string, side: number): Promise<Readable> {
    return this.storage.driver.read(keyOf({ folder, id, side }))
  }
}

const keyOf = ({ folder, id, side }: { folder: string; id: string; side: number }): string =>
  `${folder}/avatars/${id}/${side}`
