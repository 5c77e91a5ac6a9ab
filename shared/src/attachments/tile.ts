import type { Attachment, AttachmentLinks } from './attachment.js'

/** Sides in pixels of a picture or video that stands alone in a message: the longest, and the least width of a narrow one. */
export interface TileSides {
  longest: number
  least: number
}

/** The room to keep for an attachment before it is drawn, as a style: square in an album, else in its own proportions. */
export function tileBox(
  { width, height }: Pick<Attachment, 'width' | 'height'>,
  { longest, least }: TileSides,
): Record<string, string> {
  if (width === null || height === null) return { inlineSize: `${longest}px`, aspectRatio: '16 / 9' }
  const scale = Math.min(1, longest / width, longest / height)
  return { inlineSize: `${Math.max(least, Math.round(width * scale))}px`, aspectRatio: `${width} / ${height}` }
}

const ATTEMPTS_MAX = 5
const FIRST_PAUSE_MS = 500

/** Asks for links a few times: a message that is still on its way has none yet, and an answer may be lost. */
export async function linksInTime(
  ask: () => Promise<AttachmentLinks | undefined>,
): Promise<AttachmentLinks | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const links = await ask()
    if (links !== undefined || attempt === ATTEMPTS_MAX) return links
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt))
  }
}
