import { dispatcher } from '../commands/dispatch.js'
import {
  DataFolderError,
  fillUp,
  missingBytes,
  prepareFolder,
  shortFileError,
  type DataFolder,
} from '../storage/data-file.js'
import { removeExpired } from '../storage/expiry.js'
import { lockFolder } from '../storage/folder-lock.js'
import { Store } from '../store.js'
import { walkDataFile } from './walk-data-file.js'
import type { Credential } from '../wire/scram.js'
import { listen, type Address, type Listener } from '../wire/server.js'

export interface ServiceOptions {
  readonly directory: string
  readonly address: Address
  readonly lockWaitMs: number
  /** Who may connect over a port; a socket file needs nobody. */
  readonly credential?: Credential
  log(line: string): void
}

/** A store that listens. */
export interface Service {
  readonly listener: Listener
  stop(): Promise<void>
}

const EXPIRY_EVERY_MS = 60_000
const SESSION_SWEEP_EVERY_MS = 5 * 60_000

/**
 * Opens a folder and listens.
 * @throws DataFolderError with one sentence when the folder cannot be used
 */
export async function startService({
  directory,
  address,
  lockWaitMs,
  credential,
  log,
}: ServiceOptions): Promise<Service> {
  const folder = prepareFolder(directory)
  const unlock = await lockFolder(folder.directory, lockWaitMs)
  if (!unlock) throw new DataFolderError(`The data folder ${directory} is in use by another process.`)
  await mendShortFile(folder)
  const store = openStore(folder)
  const listener = await listen(address, dispatcher(store), { log, credential })
  const timers = startSweeps(store, log)
  return {
    listener,
    async stop() {
      timers.forEach(clearInterval)
      await listener.close()
      await store.close()
      await unlock()
    },
  }
}

function openStore(folder: DataFolder): Store {
  try {
    return new Store(folder.dataFile)
  } catch (error) {
    throw new DataFolderError(`The data file ${folder.dataFile} cannot be opened: ${(error as Error).message}`)
  }
}

function startSweeps(store: Store, log: (line: string) => void): NodeJS.Timeout[] {
  const report = (error: unknown) => log(`sweep failed: ${error instanceof Error ? error.message : error}`)
  store.garbage.collect().catch(report)
  const expiry = setInterval(() => void removeExpired(store, Date.now()).catch(report), EXPIRY_EVERY_MS)
  const sessions = setInterval(() => {
    store.cursors.sweep(Date.now())
    void store.retries.sweep(Date.now()).catch(report)
  }, SESSION_SWEEP_EVERY_MS)
  return [expiry, sessions]
}

async function mendShortFile(folder: DataFolder): Promise<void> {
  if (missingBytes(folder) === 0) return
  const { problems } = await walkDataFile(folder.dataFile)
  if (problems.length > 0) throw shortFileError(folder)
  fillUp(folder)
}
