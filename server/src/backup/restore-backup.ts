import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Settings } from '../config/settings.js'
import { MIGRATIONS } from '../migrations/index.js'
import { StartError } from '../platform/start-error.js'
import type { Storage } from '../platform/storage/storage.js'
import { drain, readArchive } from './archive.js'
import type { Manifest } from './archive.js'
import { embeddedTool } from './embedded-tool.js'
import { FILE_ENTRIES, STORE_ENTRY } from './make-backup.js'
import type { Moved } from './make-backup.js'
import { storageOf, withStoreToFill } from './place.js'

/** Links name the type of a file, so its storage need not know. */
const ANY_TYPE = 'application/octet-stream'

/**
 * Brings a site back into an empty place, after the whole archive was read and compared with its manifest.
 * @throws StartError when the archive is damaged, too new, or the place is not empty
 */
export async function restoreBackup(settings: Settings, from: string): Promise<Moved> {
  const path = resolve(from)
  const manifest = await readArchive(path, (_name, content) => drain(content))
  requireKnown(manifest)
  const storage = storageOf(settings)
  await storage.start()
  await requireNoFiles(storage)
  const scratch = await mkdtemp(join(tmpdir(), 'parley-restore-'))
  try {
    let files = 0
    await readArchive(path, async (name, content) => {
      if (name === STORE_ENTRY) return restoreStore(settings, join(scratch, STORE_ENTRY), content)
      files += 1
      return restoreFile(storage, join(scratch, 'file'), { key: name.slice(FILE_ENTRIES.length), content })
    })
    const documents = Object.values(manifest.documents).reduce((sum, count) => sum + count, 0)
    return { documents, files, keyMark: manifest.keyMark ?? null }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function restoreStore(settings: Settings, dump: string, content: Readable): Promise<void> {
  await pipeline(content, createWriteStream(dump, { mode: 0o600 }))
  await withStoreToFill(settings, ({ uri, database }) => embeddedTool('import', { uri, database, from: dump }))
}

async function restoreFile(storage: Storage, path: string, file: { key: string; content: Readable }): Promise<void> {
  await pipeline(file.content, createWriteStream(path, { mode: 0o600 }))
  await storage.putFile(file.key, path, ANY_TYPE)
}

function requireKnown({ storeFormat }: Manifest): void {
  if (storeFormat <= MIGRATIONS.length) return
  throw new StartError(
    `The backup is of a newer Parley: its store has format ${storeFormat}, and this version knows formats up to ${MIGRATIONS.length}.`,
  )
}

async function requireNoFiles(storage: Storage): Promise<void> {
  for await (const { key } of storage.list())
    throw new StartError(`The file storage is not empty, there is ${key}: choose another DATA_DIR or S3_BUCKET.`)
}
