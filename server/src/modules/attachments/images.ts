import { ParleyError } from '@parley/shared/kernel/errors'

/** Pixels that are decoded at most, all frames together: a few hundred kilobytes can announce billions. */
export const PIXELS_MAX = 64_000_000
const FRAMES_MAX = 400

/** The longest side of what is shown large, and of what stands in a message. */
const VIEW_SIDE = 2_560
const THUMBNAIL_SIDE = 640

/** Loaded with the first picture: no start needs it. */
const drawing = async () => (await import('sharp')).default

/** A picture as it is kept: drawn anew, so that nothing but its pixels is left of what was sent. */
export interface RedrawnImage {
  view: Buffer
  thumbnail: Buffer
  width: number
  height: number
}

const FORMATS = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
} as const
type ImageType = keyof typeof FORMATS

export const isImageType = (mediaType: string): mediaType is ImageType => mediaType in FORMATS

/**
 * Decodes a picture and draws it anew in its own format: upright, without EXIF, no larger than screens are, moving pictures
 * moving while they are within limits.
 * @throws ParleyError `too_many_pixels` before anything is decoded, `media_damaged` when it cannot be
 */
export async function redrawImage(bytes: Buffer, mediaType: ImageType): Promise<RedrawnImage> {
  const { pixels, frames } = await measure(bytes)
  if (pixels > PIXELS_MAX) throw new ParleyError('too_many_pixels', { limit: PIXELS_MAX })
  const animated = frames > 1 && frames <= FRAMES_MAX && pixels * frames <= PIXELS_MAX
  const options = { limitInputPixels: PIXELS_MAX, failOn: 'error' as const }
  const sharp = await drawing()
  try {
    const inside = { fit: 'inside' as const, withoutEnlargement: true }
    const view = await sharp(bytes, { ...options, animated })
      .autoOrient()
      .resize({ width: VIEW_SIDE, height: VIEW_SIDE, ...inside })
      .toFormat(FORMATS[mediaType], mediaType === 'image/jpeg' ? { quality: 85 } : {})
      .toBuffer({ resolveWithObject: true })
    const thumbnail = await thumbnailOf(bytes)
    const { width, height, pageHeight = height } = view.info
    return { view: view.data, thumbnail, width, height: pageHeight }
  } catch {
    throw new ParleyError('media_damaged')
  }
}

/** A small still picture, as WebP. */
export async function thumbnailOf(source: Buffer | string): Promise<Buffer> {
  const sharp = await drawing()
  return sharp(source, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    .autoOrient()
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer()
}

/** An avatar is sent small; more pixels than a screen has were not meant to be seen. */
const SQUARE_PIXELS_MAX = 16_000_000

/**
 * The middle of a picture as a square, as WebP.
 * @throws ParleyError `too_many_pixels` before anything is decoded, `media_damaged`
 */
export async function squareOf(bytes: Buffer, side: number): Promise<Buffer> {
  const { pixels } = await measure(bytes)
  if (pixels > SQUARE_PIXELS_MAX) throw new ParleyError('too_many_pixels', { limit: SQUARE_PIXELS_MAX })
  const sharp = await drawing()
  try {
    return await sharp(bytes, { limitInputPixels: SQUARE_PIXELS_MAX, failOn: 'error' })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
  } catch {
    throw new ParleyError('media_damaged')
  }
}

/** How much there is to see in a picture: near 0 for a black or plain one. */
export async function contrastOf(path: string): Promise<number> {
  const sharp = await drawing()
  const { channels } = await sharp(path).removeAlpha().stats()
  return Math.max(...channels.map(({ stdev }) => stdev))
}

/** By the header alone. */
async function measure(bytes: Buffer): Promise<{ pixels: number; frames: number }> {
  const sharp = await drawing()
  try {
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
    return { pixels: width * height, frames: pages }
  } catch {
    throw new ParleyError('media_damaged')
  }
}
