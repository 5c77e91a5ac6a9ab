import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { z } from 'zod'
import { StartError } from '../platform/start-error.js'

/** The last entry: what all others have to be. */
const MANIFEST = 'manifest.json'

/** What an archive says of itself. */
export const Manifest = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** The format of the store in it. */
  storeFormat: z.number(),
  /** Which key its secrets are encrypted with: the key itself is never in it. Absent in what an earlier version made. */
  keyMark: z.string().nullable().optional(),
  /** Documents by collection. */
  documents: z.record(z.string(), z.number()),
  entries: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

/** Writes a compressed tar, with a manifest of sizes and checksums at its end. It has its name once it is whole, not before. */
export class ArchiveWriter {
  private readonly tar = pack()
  private readonly partial: string
  private readonly written: Promise<void>
  private readonly entries: Manifest['entries'] = []

  constructor(private readonly path: string) {
    this.partial = `${path}.partial`
    const file = createWriteStream(this.partial, { flags: 'wx', mode: 0o600 })
    this.written = pipeline(this.tar, createGzip({ level: 3 }), file)
    // Whoever adds or finishes is told; until then nobody asks.
    this.written.catch(() => undefined)
  }

  /** Adds what a stream gives, which has to be as long as was said. */
  async add(name: string, bytes: number, content: Readable): Promise<void> {
    const hash = createHash('sha256')
    const entry = this.tar.entry({ name, size: bytes, mode: 0o600 })
    await Promise.race([pipeline(content, hashing(hash), entry), this.failed()])
    this.entries.push({ name, bytes, sha256: hash.digest('hex') })
  }

  async finish(manifest: Omit<Manifest, 'format' | 'entries'>): Promise<void> {
    const text = JSON.stringify({ format: 1, ...manifest, entries: this.entries } satisfies Manifest)
    this.tar.entry({ name: MANIFEST, mode: 0o600 }, text)
    this.tar.finalize()
    await this.written
    const file = await open(this.partial, 'r')
    await file.sync().finally(() => file.close())
    await rename(this.partial, this.path)
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    this.tar.destroy()
    await this.written.catch(() => undefined)
    await rm(this.partial, { force: true })
  }

  /** A disk that is full shows here; nothing would ever read what is added. */
  private async failed(): Promise<never> {
    await this.written
    throw new Error('The archive has ended')
  }
}

/** What is done with each entry of an archive, in order; it has to be read to its end. */
type Visit = (name: string, content: Readable) => Promise<void>

/** Goes through an archive, the manifest apart. @throws StartError when it is not one, or not as it was written */
export async function readArchive(path: string, visit: Visit): Promise<Manifest> {
  const seen: Manifest['entries'] = []
  let manifest: Manifest | undefined
  const tar = extract()
  const unpacking = pipeline(createReadStream(path), createGunzip(), tar)
  unpacking.catch(() => undefined)
  try {
    for await (const entry of tar) {
      const { name } = entry.header
      if (name === MANIFEST) {
        manifest = Manifest.parse(JSON.parse(await textOf(entry)))
        continue
      }
      const hash = createHash('sha256')
      await visit(name, entry.pipe(hashing(hash)))
      seen.push({ name, bytes: entry.header.size ?? 0, sha256: hash.digest('hex') })
    }
    await unpacking
  } catch (error) {
    throw new StartError(`${path} is damaged or no backup of Parley: ${(error as Error).message}.`)
  }
  if (manifest === undefined) throw new StartError(`${path} is not whole: what it should hold is not written in it.`)
  const differing = manifest.entries.find((entry, index) => JSON.stringify(entry) !== JSON.stringify(seen[index]))
  if (differing !== undefined || manifest.entries.length !== seen.length)
    throw new StartError(`${path} is not as it was written: see ${differing?.name ?? 'its last entries'}.`)
  return manifest
}

/** Reads something to its end. */
export async function drain(content: Readable): Promise<void> {
  content.resume()
  await finished(content)
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      done(null, chunk)
    },
  })
}

async function textOf(content: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
