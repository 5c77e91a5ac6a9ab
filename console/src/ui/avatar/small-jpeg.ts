import { AVATAR_MAX_BYTES } from '@parley/shared/attachments/limits'

const QUALITIES = [0.9, 0.8, 0.65, 0.45, 0.25]

/** A canvas as a JPEG in base64, as good as fits into a command; null when nothing can be drawn. */
export async function smallJpeg(canvas: HTMLCanvasElement): Promise<string | null> {
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (blob !== null && blob.size <= AVATAR_MAX_BYTES) return base64Of(blob)
  }
  return null
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('The picture cannot be read'))
    reader.readAsDataURL(blob)
  })
}
