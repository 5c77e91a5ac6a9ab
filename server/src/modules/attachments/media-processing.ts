import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { CurrentSettings } from '../../config/current-settings.js'
import { FactBus } from '../../platform/fact-bus.js'
import { Metrics } from '../../platform/metrics/metrics.js'
import { ObjectStorage } from '../../platform/storage/object-storage.js'
import { StorageAway } from '../../platform/storage/storage.js'
import { AttachmentRepository } from './attachment.repository.js'
import type { StoredAttachment } from './attachment.repository.js'
import { BoundedQueue } from './bounded-queue.js'
import { thumbnailOf } from './images.js'
import { findMediaTools } from './media-tools.js'
import { VideoTool } from './video.js'
import type { VideoFacts } from './video.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** Everything that could be learnt of a video has been. */
    'attachments:mediaReady': { attachment: StoredAttachment }
  }
}

const SWEEP_EVERY_MS = 20_000
const SWEEP_LIMIT = 50

/** Looks at videos beside everything else: a few at a time, each within limits, and never in the way of its message. */
@Singleton()
export class MediaProcessing {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly attachments!: AttachmentRepository

  @Inject()
  private readonly bus!: FactBus

  @Inject()
  private readonly metrics!: Metrics

  @Logger()
  private readonly logger!: ILogger

  private queue: BoundedQueue | undefined
  private tool: VideoTool | null = null
  private timer: NodeJS.Timeout | undefined
  private isStopping = false
  private readonly underWay = new Map<string, Promise<void>>()

  async start(): Promise<void> {
    this.queue = new BoundedQueue(this.settings.values.mediaWorkers)
    const tools = await findMediaTools()
    if (tools === null) this.logger.warn('no ffmpeg was found: videos are delivered without covers')
    this.tool = tools && new VideoTool(tools)
    this.metrics.lookedUp({
      name: 'parley_media_jobs',
      help: 'Videos that this node looks at or has yet to look at.',
      labels: [],
      look: () => [{ labels: {}, value: this.underWay.size }],
    })
    // What waited when a server ended, or while the storage was away, is taken up again.
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS)
    this.timer.unref()
    void this.sweep()
  }

  /** Lets what runs come to its end; it is bounded. What waits is taken up at the next start. */
  async stop(): Promise<void> {
    this.isStopping = true
    clearInterval(this.timer)
    await Promise.all(this.underWay.values())
  }

  /** Takes in a video; resolves when it has been looked at. */
  add(attachment: StoredAttachment): void {
    if (this.queue === undefined || this.underWay.has(attachment.id)) return
    const work = this.queue
      .run(() => (this.isStopping ? Promise.resolve() : this.process(attachment)))
      .catch((error: unknown) => this.logger.warn('a video waits: %s', (error as Error).message))
      .finally(() => this.underWay.delete(attachment.id))
    this.underWay.set(attachment.id, work)
  }

  private async sweep(): Promise<void> {
    try {
      for (const attachment of await this.attachments.listWaiting(SWEEP_LIMIT)) this.add(attachment)
    } catch (error) {
      this.logger.warn('the sweep of waiting videos failed: %s', (error as Error).message)
    }
  }

  private async process(attachment: StoredAttachment): Promise<void> {
    const { objects, shown } = attachment
    if (objects === null || shown === null) return
    const made = await this.make(attachment).catch((error: unknown) => {
      if (error instanceof StorageAway) throw error
      this.logger.info('attachment %s stays without a cover: %s', attachment.id, firstLine(error))
      return null
    })
    const done = await this.attachments.change(attachment, ['ready', 'claimed', 'attached'], {
      processing: 'made',
      shown: { ...shown, ...made?.facts, hasThumbnail: made !== null && made.thumbnail !== null, isProcessing: false },
      objects: { ...objects, thumbnail: made?.thumbnail ?? null, view: made?.view ?? objects.view },
    })
    if (done !== null) this.bus.publish('attachments:mediaReady', { attachment: done })
  }

  private async make(attachment: StoredAttachment): Promise<Made | null> {
    const { tool } = this
    const { objects, shown, prefix } = attachment
    if (tool === null || objects === null || shown === null) return null
    const directory = await mkdtemp(join(tmpdir(), 'parley-video-'))
    try {
      return await this.storage.driver.withFile(objects.original, async (path) => {
        const { isPlayable, canBeCopied, ...facts } = await tool.inspect(path, shown.mediaType)
        const thumbnail = await this.cover(tool, { path, directory, prefix, mediaType: shown.mediaType })
        const target = join(directory, 'playable.mp4')
        const whole = { ...facts, isPlayable, canBeCopied }
        const view = isPlayable ? null : await this.playable(tool, { path, target, prefix, facts: whole, shown })
        return { facts, thumbnail, view }
      })
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  private async cover(
    tool: VideoTool,
    job: { path: string; directory: string; prefix: string; mediaType: string },
  ): Promise<string | null> {
    const key = `${job.prefix}/cover`
    try {
      const frame = await tool.cover(job.path, job.mediaType, job.directory)
      await this.storage.driver.put(key, await thumbnailOf(frame), 'image/webp')
      return key
    } catch (error) {
      if (error instanceof StorageAway) throw error
      return null // the browser draws one of its own
    }
  }

  private async playable(
    tool: VideoTool,
    job: { path: string; target: string; prefix: string; facts: VideoFacts; shown: { mediaType: string } },
  ): Promise<string | null> {
    const key = `${job.prefix}/playable`
    try {
      const made = await tool.playable(job.path, job.shown.mediaType, job)
      if (made === null) return null
      await this.storage.driver.putFile(key, made, 'video/mp4')
      return key
    } catch (error) {
      if (error instanceof StorageAway) throw error
      return null // the original can still be downloaded
    }
  }
}

interface Made {
  facts: Omit<VideoFacts, 'isPlayable' | 'canBeCopied'>
  thumbnail: string | null
  view: string | null
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0] ?? ''
