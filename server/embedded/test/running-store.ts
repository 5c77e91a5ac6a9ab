import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type Db, type MongoClientOptions } from 'mongodb'
import { startEmbeddedStore, type EmbeddedStore, type EmbeddedStoreOptions } from '../src/index.js'

/** How many times the default amount of work the tests do; the night run sets it higher. */
export const SCALE = Math.max(1, Number(process.env['PARLEY_TEST_SCALE'] ?? 1))

/** A store of its own in a temporary folder, with a connected client. */
export interface RunningStore {
  readonly directory: string
  readonly store: EmbeddedStore
  readonly client: MongoClient
  readonly db: Db
  stop(): Promise<void>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'embedded-test-'))
}

export async function runStore(
  options: Partial<EmbeddedStoreOptions> & { client?: MongoClientOptions } = {},
): Promise<RunningStore> {
  const directory = options.directory ?? temporaryFolder()
  const store = await startEmbeddedStore({ ...options, directory })
  const client = await new MongoClient(store.uri, { serverSelectionTimeoutMS: 10_000, ...options.client }).connect()
  return {
    directory,
    store,
    client,
    db: client.db('test'),
    async stop() {
      await client.close()
      await store.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Runs `work` in `count` clients at once. */
export function together<T>(count: number, work: (number: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_nothing, number) => work(number)))
}
