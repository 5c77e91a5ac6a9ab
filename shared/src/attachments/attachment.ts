import { z } from 'zod'
import { Id } from '../kernel/ids.js'

/** How an attachment is shown: drawn, played, or handed over as a file. */
export const AttachmentKind = z.enum(['image', 'video', 'file'])
export type AttachmentKind = z.infer<typeof AttachmentKind>

/** What everybody who sees a message knows of a file in it. Where its bytes are is asked for separately, and holds five minutes. */
export const Attachment = z.strictObject({
  id: Id,
  kind: AttachmentKind,
  /** As its sender named it, without what could mislead; the extension says what it is. */
  name: z.string(),
  /** Bytes of what is downloaded. */
  size: z.int().nonnegative(),
  /** By content, never by what the sender declared. */
  mediaType: z.string(),
  /** Pixels as displayed, null where unknown. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  durationMs: z.int().nonnegative().nullable(),
  /** Whether there is a small picture of it: an image's thumbnail, a video's cover. */
  hasThumbnail: z.boolean(),
  /** A video's cover is still being made; `mediaReady` follows. */
  isProcessing: z.boolean(),
})
export type Attachment = z.infer<typeof Attachment>

/** Addresses of one attachment, each for reading alone and for five minutes. */
export const AttachmentLinks = z.strictObject({
  id: Id,
  /** To draw or play; null for files, which are downloaded only. */
  view: z.string().nullable(),
  thumbnail: z.string().nullable(),
  download: z.string(),
})
export type AttachmentLinks = z.infer<typeof AttachmentLinks>
