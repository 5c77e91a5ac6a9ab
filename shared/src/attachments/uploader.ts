import { ParleyError } from '../kernel/errors.js'
import { isRetryable } from '../kernel/errors.js'
import { Sha256 } from '../kernel/sha256.js'
import type { Attachment } from './attachment.js'

/** How long an upload waits before attempt n + 1 of a part or a command. */
const defaultBackoffMs = (attempt: number): number => Math.min(15_000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2)

/** A part that does not arrive this often in a row is given up. */
const ATTEMPTS_MAX = 8

/** Hashing pauses after this much, so that a page goes on answering its reader. */
const HASH_SLICE_BYTES = 512 * 1024

export interface UploadCommands {
  request: (file: {
    clientUploadId: string
    name: string
    size: number
    declaredType: string
  }) => Promise<{ attachmentId: string; partBytes: number; partCount: number }>
  listParts: (input: {
    attachmentId: string
    from: number
  }) => Promise<{ received: number[]; links: { number: number; url: string }[] }>
  complete: (input: { attachmentId: string; sha256: string }) => Promise<{ attachment: Attachment }>
  cancel: (input: { attachmentId: string }) => Promise<unknown>
}

/** Writes one part; rejects with `ParleyError`, `unavailable` when the connection was lost. */
export type PutPart = (
  url: string,
  part: Blob,
  options: { signal: AbortSignal; onSent: (bytes: number) => void },
) => Promise<void>

export interface UploadDoors {
  commands: UploadCommands
  putPart: PutPart
  backoffMs?: (attempt: number) => number
}

export interface UploadJob {
  file: File
  clientUploadId: string
  signal: AbortSignal
  /** From 0 to 1. */
  onProgress: (fraction: number) => void
}

/**
 * Brings one file to the server in parts, and again from the first missing part when the connection was lost; resolves with
 * the verified attachment. Rejects with `ParleyError`, or with the signal's reason when it was cancelled.
 */
export class Uploader {
  constructor(private readonly doors: UploadDoors) {}

  async upload({ file, clientUploadId, signal, onProgress }: UploadJob): Promise<Attachment> {
    const { commands } = this.doors
    const { name, size, type: declaredType } = file
    const ticket = await this.persistently(signal, () => commands.request({ clientUploadId, name, size, declaredType }))
    const { attachmentId, partBytes } = ticket
    try {
      const hash = new Sha256()
      for (let number = 1; number <= ticket.partCount; number += 1) {
        const start = (number - 1) * partBytes
        const part = file.slice(start, Math.min(size, start + partBytes))
        await addTo(hash, part, signal)
        const onSent = (bytes: number) => onProgress(Math.min(1, (start + bytes) / size))
        await this.persistently(signal, () => this.sendPart({ attachmentId, number, part }, { signal, onSent }))
        onProgress((start + part.size) / size)
      }
      const sha256 = hash.hex()
      return (await this.persistently(signal, () => commands.complete({ attachmentId, sha256 }))).attachment
    } catch (error) {
      // What is left on the server would be swept anyway; a lost connection must not hide why it failed.
      if (signal.aborted) commands.cancel({ attachmentId }).catch(() => undefined)
      throw error
    }
  }

  /** The link is asked for each time: it may have run out while the connection was away, and the part may have arrived. */
  private async sendPart(
    { attachmentId, number, part }: { attachmentId: string; number: number; part: Blob },
    options: Parameters<PutPart>[2],
  ): Promise<void> {
    const { received, links } = await this.doors.commands.listParts({ attachmentId, from: number })
    if (received.includes(number)) return
    const link = links.find((each) => each.number === number)
    if (link === undefined) throw new ParleyError('not_found')
    await this.doors.putPart(link.url, part, options)
  }

  private async persistently<Result>(signal: AbortSignal, attempt: () => Promise<Result>): Promise<Result> {
    for (let failures = 0; ; failures += 1) {
      signal.throwIfAborted()
      try {
        return await attempt()
      } catch (error) {
        signal.throwIfAborted()
        const isWorthAnother = error instanceof ParleyError && isRetryable(error.code) && failures < ATTEMPTS_MAX
        if (!isWorthAnother) throw error
        await pause((this.doors.backoffMs ?? defaultBackoffMs)(failures), signal)
      }
    }
  }
}

async function addTo(hash: Sha256, part: Blob, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < part.size; at += HASH_SLICE_BYTES) {
    signal.throwIfAborted()
    hash.update(new Uint8Array(await part.slice(at, at + HASH_SLICE_BYTES).arrayBuffer()))
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
