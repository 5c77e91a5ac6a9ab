import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '../config/settings.js'
import { DATABASE, hasDatabase } from '../platform/mongo/database-name.js'
import { StartError } from '../platform/start-error.js'
import { LocalFolder } from '../platform/storage/local-folder.js'
import { S3Bucket } from '../platform/storage/s3-bucket.js'
import type { Storage } from '../platform/storage/storage.js'
import { embeddedTool } from './embedded-tool.js'

/** A store to read or to fill, as the driver is told of it. */
export interface StoreAddress {
  uri: string
  database: string
}

const logger = { warn: (message: string) => process.stderr.write(`${message}\n`) }

/** Where the files of these settings lie. */
export function storageOf({ s3, dataDirectory }: Settings): Storage {
  return s3 === null ? new LocalFolder(join(dataDirectory, 'files'), () => new Date()) : new S3Bucket(s3, logger)
}

/** Lets `use` read the store: MongoDB as it is, of the embedded store a copy made while it runs, that nobody writes to. */
export async function withStoreToRead<Result>(
  settings: Settings,
  use: (store: StoreAddress) => Promise<Result>,
): Promise<Result> {
  if (settings.mongodbUri !== null) return use(addressOf(settings.mongodbUri))
  const directory = join(settings.dataDirectory, 'store')
  if (!existsSync(directory)) throw new StartError(`There is no store in ${directory}: set DATA_DIR or MONGODB_URI.`)
  const scratch = await mkdtemp(join(tmpdir(), 'parley-copy-'))
  try {
    const copy = join(scratch, 'store')
    await embeddedTool('backup', { directory, to: copy })
    return await withEmbedded(copy, use)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Lets `use` fill the store, which nobody else may use meanwhile. */
export async function withStoreToFill<Result>(
  settings: Settings,
  use: (store: StoreAddress) => Promise<Result>,
): Promise<Result> {
  if (settings.mongodbUri !== null) return use(addressOf(settings.mongodbUri))
  return withEmbedded(join(settings.dataDirectory, 'store'), use)
}

async function withEmbedded<Result>(directory: string, use: (store: StoreAddress) => Promise<Result>): Promise<Result> {
  const { startEmbeddedStore } = await import('@parley/embedded-store')
  const store = await startEmbeddedStore({ directory })
  try {
    return await use({ uri: store.uri, database: DATABASE })
  } finally {
    await store.stop()
  }
}

function addressOf(uri: string): StoreAddress {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1]
  return { uri, database: hasDatabase(uri) && named !== undefined ? decodeURIComponent(named) : DATABASE }
}
