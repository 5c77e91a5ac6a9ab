import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { keptKey } from '../kept-key.js'
import { LinkSigner } from './link-signer.js'
import { LINK_LASTS_S, NoSuchObject, StorageAway } from './storage.js'
import type { Presentation, Storage, StoredPart, UploadKey } from './storage.js'

/** Objects lie below this address when the folder is used. */
export const LOCAL_FILES = '/files/'

const SIGNING_KEY = 'signing-key'
const SAFE_KEY = /^[a-z0-9]+(?:[/.-][a-z0-9]+)*$/

/**
 * Objects as files of a folder that this server serves itself. The key that signs its links lies in the folder, so that nodes
 * sharing the folder accept one another's links.
 */
export class LocalFolder implements Storage {
  private signer: LinkSigner | undefined

  constructor(
    private readonly directory: string,
    private readonly now: () => Date,
  ) {}

  async start(): Promise<void> {
    await mkdir(this.parts(), { recursive: true })
    await mkdir(this.temporary(), { recursive: true })
    // Whatever was being written when the process ended is in nobody's hands.
    await rm(this.temporary(), { recursive: true, force: true })
    await mkdir(this.temporary())
    this.signer = new LinkSigner(await keptKey(join(this.directory, SIGNING_KEY), randomBytes(32)))
  }

  /** By what this folder alone holds: a volume that is not mounted leaves an empty one. */
  async isReachable(): Promise<boolean> {
    return stat(join(this.directory, SIGNING_KEY)).then(
      (found) => found.isFile(),
      () => false,
    )
  }

  async beginUpload(): Promise<string> {
    const uploadId = randomBytes(16).toString('hex')
    await this.made(this.parts(uploadId))
    return uploadId
  }

  async partLink({ uploadId }: UploadKey, part: { number: number; bytes: number }): Promise<string> {
    const key = `${uploadId}/${part.number}`
    return this.linkTo({ method: 'PUT', key, parameters: { bytes: String(part.bytes) } })
  }

  async readLink(key: string, { mediaType, disposition, name }: Presentation): Promise<string> {
    return this.linkTo({ method: 'GET', key, parameters: { type: mediaType, disposition, name } })
  }

  /** The signer of this folder's links. */
  get links(): LinkSigner {
    if (this.signer === undefined) throw new Error('The storage has not been started')
    return this.signer
  }

  /**
   * Takes in one part. It is there whole or not at all: a body that breaks off, stalls or has another length leaves nothing.
   * @returns false when the body was not `bytes` long
   */
  async receivePart(key: string, body: Readable, bytes: number): Promise<boolean> {
    const [uploadId = '', number = ''] = key.split('/')
    const temporary = this.temporary(randomBytes(12).toString('hex'))
    const file = await open(temporary, 'wx', 0o600).catch(away)
    try {
      if (!(await writeAll(body, file, bytes))) return false
      await rename(temporary, join(this.parts(uploadId), number))
      return true
    } catch (error) {
      if (isGone(error) && (await this.isReachable())) return false
      return away(error)
    } finally {
      await file.close()
      await rm(temporary, { force: true })
    }
  }

  async listParts({ uploadId }: UploadKey): Promise<StoredPart[]> {
    const names = await this.unlessMissing(readdir(this.parts(uploadId)), [])
    const parts = names.map(async (name) => ({
      number: Number(name),
      size: (await stat(join(this.parts(uploadId), name))).size,
    }))
    return (await Promise.all(parts)).sort((one, other) => one.number - other.number)
  }

  async finishUpload({ key, uploadId }: UploadKey): Promise<void> {
    const parts = await this.listParts({ key, uploadId })
    // Finished before, by a request whose answer was lost.
    if (parts.length === 0 && (await this.size(key)) !== null) return
    const [first, ...rest] = parts.map(({ number }) => join(this.parts(uploadId), String(number)))
    if (first === undefined) throw new NoSuchObject(key)
    if (rest.length > 0) {
      const temporary = this.temporary(randomBytes(12).toString('hex'))
      await this.written(temporary, concatenated([first, ...rest]))
      await this.place(temporary, key)
    } else await this.place(first, key)
    await this.abortUpload({ key, uploadId })
  }

  async abortUpload({ uploadId }: UploadKey): Promise<void> {
    await rm(this.parts(uploadId), { recursive: true, force: true }).catch(away)
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const temporary = this.temporary(randomBytes(12).toString('hex'))
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o600 }).catch(away)
    await this.place(temporary, key)
  }

  async putFile(key: string, path: string): Promise<void> {
    const temporary = this.temporary(randomBytes(12).toString('hex'))
    await this.written(temporary, createReadStream(path))
    await this.place(temporary, key)
  }

  async size(key: string): Promise<number | null> {
    return this.unlessMissing(
      stat(this.pathOf(key)).then(({ size }) => size),
      null,
    )
  }

  async *list(): AsyncIterable<{ key: string; size: number }> {
    const objects = join(this.directory, 'objects')
    const found = await this.unlessMissing(readdir(objects, { recursive: true, withFileTypes: true }), [])
    for (const entry of found) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const key = relative(objects, path).split(sep).join('/')
      const size = await this.size(key)
      if (size !== null) yield { key, size }
    }
  }

  /** A part of an object, or all of it; opened before this resolves, so that a missing one is known. */
  async read(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const handle = await this.unlessMissing(open(this.pathOf(key)), null)
    if (handle === null) throw new NoSuchObject(key)
    return handle.createReadStream(range)
  }

  async withFile<Result>(key: string, use: (path: string) => Promise<Result>): Promise<Result> {
    if ((await this.size(key)) === null) throw new NoSuchObject(key)
    return use(this.pathOf(key))
  }

  async remove(keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => rm(this.pathOf(key), { force: true }).catch(away)))
  }

  private linkTo(link: { method: 'GET' | 'PUT'; key: string; parameters: Record<string, string> }): string {
    const expires = Math.floor(this.now().getTime() / 1000) + LINK_LASTS_S
    return `${LOCAL_FILES}${link.key}?${this.links.sign({ ...link, expires })}`
  }

  /** Puts a complete file where its key says; the rename makes it appear at once. */
  private async place(path: string, key: string): Promise<void> {
    const target = this.pathOf(key)
    await this.made(dirname(target))
    const handle = await open(path, 'r').catch(away)
    await handle
      .sync()
      .finally(() => handle.close())
      .catch(away)
    await rename(path, target).catch(away)
  }

  /** Makes a folder, but never below a place where the volume should be and is not. */
  private async made(path: string): Promise<void> {
    if (!(await this.isReachable())) throw new StorageAway('the folder is not there')
    await mkdir(path, { recursive: true }).catch(away)
  }

  private written(path: string, from: Readable): Promise<void> {
    return pipeline(from, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch(away)
  }

  /** Something is missing only while the folder itself is there. */
  private async unlessMissing<Result, Otherwise>(
    found: Promise<Result>,
    otherwise: Otherwise,
  ): Promise<Result | Otherwise> {
    try {
      return await found
    } catch (error) {
      if (error instanceof NoSuchObject) throw error
      if (isMissing(error) && (await this.isReachable())) return otherwise
      return away(error)
    }
  }

  /** Keys are made by this server; one of another form is a fault, never a path. */
  private pathOf(key: string): string {
    if (!SAFE_KEY.test(key)) throw new NoSuchObject(key)
    return join(this.directory, 'objects', key)
  }

  private parts(uploadId = ''): string {
    return join(this.directory, 'parts', uploadId)
  }

  private temporary(name = ''): string {
    return join(this.directory, 'temporary', name)
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** A disk that is full, gone or failing is a storage that is away: it may be asked again. */
function away(error: unknown): never {
  throw new StorageAway(error)
}

/** Whether the body was exactly so long. One that is longer is not read on, and left open so that it can be answered. */
async function writeAll(body: Readable, file: FileHandle, bytes: number): Promise<boolean> {
  let received = 0
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    received += (chunk as Buffer).length
    if (received > bytes) return false
    await file.write(chunk as Buffer)
  }
  return received === bytes
}

/** The connection broke off, or the upload was dropped while its part came in. */
function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code !== undefined && ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ENOENT', 'ABORT_ERR'].includes(code)
}

function concatenated(paths: string[]): Readable {
  async function* chunks() {
    for (const path of paths) yield* createReadStream(path)
  }
  return Readable.from(chunks(), { objectMode: false })
}
