import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FfmpegCommand, FfprobeData } from 'fluent-ffmpeg'
import { contrastOf } from './images.js'
import type { MediaTools } from './media-tools.js'

/** What a video is, as far as showing it goes. */
export interface VideoFacts {
  width: number | null
  height: number | null
  durationMs: number | null
  /** Whether browsers play it as it is. */
  isPlayable: boolean
  /** Whether its picture and sound could stay as they are in another container. */
  canBeCopied: boolean
}

/** Frames are looked at for the first seconds, this many a second. */
const FRAMES_PER_SECOND = 2
const FRAMES_LOOKED_AT = 16
/** A frame with less contrast than this shows nothing: black, white, a fade. */
const CONTRAST_MIN = 10

/** Longer ones are not brought into another form: it would not end in time. */
const TRANSCODE_MAX_MS = 3 * 60_000
const STOPS_WITHIN_MS = 33_000

/** Loaded with the first video: no start needs it. */
const library = async () => (await import('fluent-ffmpeg')).default

/** The demuxer is forced: a playlist that calls itself a video is no video, and nothing but the file itself is opened. */
const DEMUXERS: Record<string, string> = { 'video/mp4': 'mov', 'video/quicktime': 'mov', 'video/webm': 'matroska' }
const inputOptions = (mediaType: string): string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-f',
  DEMUXERS[mediaType] ?? 'mov',
]

/** The only file that speaks to ffmpeg. Every call may fail, for a damaged file as for a bomb; the video stays as it is then. */
export class VideoTool {
  constructor(private readonly tools: MediaTools) {}

  async inspect(path: string, mediaType: string): Promise<VideoFacts> {
    const data = await this.probe(path, mediaType)
    const picture = data.streams.find(({ codec_type }) => codec_type === 'video')
    if (picture === undefined) throw new Error('no picture in it')
    const sound = data.streams.find(({ codec_type }) => codec_type === 'audio')
    const isTurned = Math.abs(rotationOf(picture)) % 180 === 90
    const [width, height] = isTurned ? [picture.height, picture.width] : [picture.width, picture.height]
    const isWeb = mediaType === 'video/webm'
    const isPlainColour = picture.pix_fmt === undefined || /^yuvj?420p$/.test(picture.pix_fmt)
    const canBeCopied =
      !isWeb && picture.codec_name === 'h264' && isPlainColour && ['aac', 'mp3', undefined].includes(sound?.codec_name)
    return {
      width: width || null,
      height: height || null,
      durationMs: data.format.duration === undefined ? null : Math.round(Number(data.format.duration) * 1000) || null,
      isPlayable: isWeb || (mediaType === 'video/mp4' && canBeCopied),
      canBeCopied,
    }
  }

  /** The first frame that shows something, as a file in `directory`; of many black ones the one that shows most. */
  async cover(path: string, mediaType: string, directory: string): Promise<string> {
    // The very first frame is nearly always one, and looking further into a large video costs time.
    await this.takeFrames(path, mediaType, { directory, count: 1 })
    let best = await mostTelling(directory)
    if (best !== undefined && best.contrast >= CONTRAST_MIN) return best.path
    await this.takeFrames(path, mediaType, { directory, count: FRAMES_LOOKED_AT }).catch((error: unknown) => {
      if (best === undefined) throw error
    })
    best = await mostTelling(directory)
    if (best === undefined) throw new Error('no frame in it')
    return best.path
  }

  /** A form that every browser plays, at `target`; null when that would take too long. */
  async playable(path: string, mediaType: string, job: { facts: VideoFacts; target: string }): Promise<string | null> {
    const { facts, target } = job
    if (!facts.canBeCopied && (facts.durationMs ?? Infinity) > TRANSCODE_MAX_MS) return null
    const picture = facts.canBeCopied
      ? ['-c', 'copy']
      : [
          ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
          ...['-vf', "scale='min(1280,iw)':-2"],
        ]
    const options = ['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', ...picture]
    const command = (await this.command(path, mediaType))
      .outputOptions([...options, '-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4'])
      .output(target)
    await run(command)
    return target
  }

  private async takeFrames(path: string, mediaType: string, job: { directory: string; count: number }): Promise<void> {
    const command = (await this.command(path, mediaType))
      .outputOptions(['-an', '-sn', '-frames:v', String(job.count), '-q:v', '3'])
      .videoFilters([`fps=${FRAMES_PER_SECOND}:round=up`, "scale='min(1280,iw)':-2"])
      .output(join(job.directory, 'frame-%02d.jpg'))
    await run(command)
  }

  private async command(path: string, mediaType: string): Promise<FfmpegCommand> {
    const Ffmpeg = await library()
    return Ffmpeg(path, { niceness: 19 })
      .setFfmpegPath(this.tools.ffmpeg)
      .inputOptions([...inputOptions(mediaType), '-threads', '2'])
      .outputOptions(['-threads', '2'])
  }

  private async probe(path: string, mediaType: string): Promise<FfprobeData> {
    const Ffmpeg = await library()
    return new Promise((resolve, reject) => {
      Ffmpeg(path)
        .setFfprobePath(this.tools.ffprobe)
        .ffprobe(inputOptions(mediaType), (error: Error | null, data) =>
          error === null ? resolve(data) : reject(error),
        )
    })
  }
}

/** The first frame with content among those in a folder, else the one with most of it. */
async function mostTelling(directory: string): Promise<{ path: string; contrast: number } | undefined> {
  const names = (await readdir(directory)).filter((name) => name.startsWith('frame-')).sort()
  let best: { path: string; contrast: number } | undefined
  for (const name of names) {
    const path = join(directory, name)
    const contrast = await contrastOf(path)
    if (best === undefined || contrast > best.contrast) best = { path, contrast }
    if (contrast >= CONTRAST_MIN) return { path, contrast }
  }
  return best
}

function run(command: FfmpegCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => command.kill('SIGKILL'), STOPS_WITHIN_MS)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      settle()
    }
    command.on('end', () => end(resolve)).on('error', (error: Error) => end(() => reject(error)))
    command.run()
  })
}

function rotationOf(stream: FfprobeData['streams'][number]): number {
  const sides = (stream['side_data_list'] ?? []) as { rotation?: number }[]
  const tags = (stream['tags'] ?? {}) as { rotate?: string }
  return sides.find(({ rotation }) => rotation !== undefined)?.rotation ?? Number(tags.rotate ?? 0)
}
