import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Settings } from '../config/settings.js'
import { StartError } from '../platform/start-error.js'
import { NoSuchObject } from '../platform/storage/storage.js'
import type { Storage } from '../platform/storage/storage.js'
import { ArchiveWriter } from './archive.js'
import { storageOf, withStoreToRead } from './place.js'
import { keyMarkOf } from './secrets-key.js'
import { dumpStore } from './store-dump.repository.js'

/** The names of what an archive holds. */
export const STORE_ENTRY = 'store.ejson'
export const FILE_ENTRIES = 'files/'

/** How much was put away, or brought back. */
export interface Moved {
  documents: number
  files: number
  /** See `Manifest`. */
  keyMark: string | null
}

/**
 * Writes a site, running or not, into one file: the store first, then every file that lies in its storage, so that whatever the
 * store names is there. Secrets stay as they are stored, and the key to them stays where it is: in one place the two would be no secret.
 * @throws StartError when the file exists or the site cannot be read
 */
export async function makeBackup(settings: Settings, to: string): Promise<Moved> {
  const path = resolve(to)
  if (existsSync(path)) throw new StartError(`${path} is there already: choose another name.`)
  const scratch = await mkdtemp(join(tmpdir(), 'parley-backup-'))
  const archive = new ArchiveWriter(path)
  try {
    const madeAt = new Date().toISOString()
    const dump = join(scratch, STORE_ENTRY)
    const dumped = await withStoreToRead(settings, ({ uri, database }) => dumpStore(uri, database, dump))
    await archive.add(STORE_ENTRY, (await stat(dump)).size, createReadStream(dump))
    const files = await addFiles(archive, storageOf(settings))
    const keyMark = await keyMarkOf(settings)
    await archive.finish({ madeAt, keyMark, ...dumped })
    return { documents: sum(Object.values(dumped.documents)), files, keyMark }
  } catch (error) {
    await archive.abandon()
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function addFiles(archive: ArchiveWriter, storage: Storage): Promise<number> {
  let files = 0
  for await (const { key, size } of storage.list()) {
    const content = await storage.read(key).catch((error: unknown) => {
      // Recalled since it was listed.
      if (error instanceof NoSuchObject) return null
      throw error
    })
    if (content === null) continue
    await archive.add(`${FILE_ENTRIES}${key}`, size, content)
    files += 1
  }
  return files
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
