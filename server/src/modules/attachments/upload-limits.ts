import { Inject, Singleton } from '@midwayjs/core'
import type { AttachmentKind } from '@parley/shared/attachments/attachment'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import type { Principal } from '../../platform/principal.js'
import { ChannelRepository } from '../channels/index.js'

const MEGABYTE = 1024 * 1024

/** Whoever uploads: contacts do so in a channel. */
export type Uploading = Principal & { channelId?: string }

/** Bytes of one file by its kind, and of all that one person sends in a day. */
export type Limits = Record<AttachmentKind | 'perDay', number>

/** What somebody may upload: as the installation allows, and for contacts no more than their channel does. */
@Singleton()
export class UploadLimitsOfPrincipal {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly channels!: ChannelRepository

  async of({ tenantId, channelId }: Uploading): Promise<Limits> {
    const { image, video, file, perDay } = this.settings.values.uploads
    const installation = { image, video, file, perDay }
    const own = channelId === undefined ? null : await this.channels.find(tenantId, channelId)
    if (own === null) return installation
    const within = (name: keyof Limits) => Math.min(installation[name], (own.uploadLimits[name] ?? Infinity) * MEGABYTE)
    return { image: within('image'), video: within('video'), file: within('file'), perDay: within('perDay') }
  }
}

/** @throws ParleyError `type_refused` where none of its kind is taken, `too_large` with the limit */
export function requireWithin(limits: Limits, { kind, size }: { kind: AttachmentKind; size: number }): void {
  const limit = limits[kind]
  if (limit === 0) throw new ParleyError('type_refused', { reason: 'not_here' })
  if (size > limit) throw new ParleyError('too_large', { limit })
}
