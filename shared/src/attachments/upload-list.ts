import { ParleyError } from '../kernel/errors.js'
import type { ErrorCode, WireError } from '../kernel/errors.js'
import type { Attachment, AttachmentKind } from './attachment.js'
import { ATTACHMENTS_PER_MESSAGE } from './limits.js'
import type { Uploader } from './uploader.js'

/** A file that somebody chose for a message they have not sent yet. */
export interface UploadItem {
  id: string
  /** The thread, or whatever else, that it was chosen for. */
  lane: string
  name: string
  size: number
  /** As far as the browser tells. */
  kind: AttachmentKind
  /** An address within this page for drawing it; null for what cannot be drawn. */
  preview: string | null
  /** From 0 to 1. */
  progress: number
  state: 'waiting' | 'uploading' | 'ready' | 'failed'
  error?: WireError
  attachment?: Attachment
}

export interface UploadListDoors {
  uploader: Uploader
  /** An id that nobody guesses, as messages have them. */
  newId: () => string
  onChange: (items: readonly UploadItem[]) => void
}

/** The same file is refused for these every time. */
const REFUSALS: ReadonlySet<string> = new Set([
  'type_refused',
  'too_large',
  'too_many_pixels',
  'media_damaged',
  'quota_exceeded',
] satisfies ErrorCode[])

/** Whether another attempt may bring a file to the server that did not get there. */
export const mayTryAgain = ({ state, error }: UploadItem): boolean =>
  state === 'failed' && !REFUSALS.has(error?.code ?? '')

/** How many files travel side by side: more only make each of them late. */
const AT_ONCE = 2

/** The files chosen for messages: each is uploaded at once, can be cancelled and retried, and is taken when its message is sent. */
export class UploadList {
  private items: UploadItem[] = []
  private readonly files = new Map<string, File>()
  private readonly aborts = new Map<string, AbortController>()
  /** Drawings of files that were sent from this page, so that nobody downloads what they have just uploaded. */
  private readonly previews = new Map<string, string>()

  constructor(private readonly doors: UploadListDoors) {}

  /** @returns how many of them a message has no room for */
  add(lane: string, files: readonly File[]): number {
    const room = ATTACHMENTS_PER_MESSAGE - this.items.filter((item) => item.lane === lane).length
    const taken = files.slice(0, Math.max(0, room))
    const added = taken.map((file) => this.itemOf(lane, file))
    this.replace([...this.items, ...added])
    this.startNext()
    return files.length - taken.length
  }

  /** Ends an upload, or takes back a file that was uploaded. */
  cancel(id: string): void {
    this.aborts.get(id)?.abort()
    this.files.delete(id)
    this.replace(this.items.filter((item) => item.id !== id))
    this.startNext()
  }

  retry(id: string): void {
    this.update(id, { state: 'waiting', progress: 0 })
    this.startNext()
  }

  /** The uploaded files of a lane, which a message carries from now on. */
  take(lane: string): Attachment[] {
    const ready = this.items.filter((item) => item.lane === lane && item.attachment !== undefined)
    this.replace(this.items.filter((item) => !ready.includes(item)))
    for (const { id } of ready) this.files.delete(id)
    return ready.flatMap(({ attachment }) => attachment ?? [])
  }

  /** An address within this page for drawing an attachment that was uploaded from it. */
  previewOf(attachmentId: string): string | undefined {
    return this.previews.get(attachmentId)
  }

  private itemOf(lane: string, file: File): UploadItem {
    const id = this.doors.newId()
    this.files.set(id, file)
    const kind = kindOf(file)
    const preview = kind === 'image' ? URL.createObjectURL(file) : null
    return { id, lane, name: file.name, size: file.size, kind, preview, progress: 0, state: 'waiting' }
  }

  private startNext(): void {
    for (const { id } of this.items.filter(({ state }) => state === 'waiting')) {
      if (this.aborts.size >= AT_ONCE) return
      void this.run(id)
    }
  }

  private async run(id: string): Promise<void> {
    const file = this.files.get(id)
    if (file === undefined) return
    const abort = new AbortController()
    this.aborts.set(id, abort)
    this.update(id, { state: 'uploading' })
    try {
      const onProgress = (progress: number) => this.update(id, { progress })
      const job = { file, clientUploadId: this.doors.newId(), signal: abort.signal, onProgress }
      const attachment = await this.doors.uploader.upload(job)
      const { preview } = this.items.find((item) => item.id === id) ?? {}
      if (preview) this.previews.set(attachment.id, preview)
      this.update(id, { state: 'ready', progress: 1, attachment })
    } catch (error) {
      if (abort.signal.aborted) return
      // What was refused may be no picture at all.
      const refused = { state: 'failed' as const, preview: null }
      this.update(id, { ...refused, error: error instanceof ParleyError ? error.toWire() : { code: 'internal' } })
    } finally {
      this.aborts.delete(id)
      this.startNext()
    }
  }

  private update(id: string, change: Partial<UploadItem>): void {
    this.replace(this.items.map((item) => (item.id === id ? { ...item, ...change } : item)))
  }

  private replace(items: UploadItem[]): void {
    this.items = items
    this.doors.onChange(items)
  }
}

function kindOf({ type }: File): AttachmentKind {
  // An SVG is refused, and must not be drawn before it is.
  if (/^image\/(png|jpeg|webp|gif)$/.test(type)) return 'image'
  return type.startsWith('video/') ? 'video' : 'file'
}
