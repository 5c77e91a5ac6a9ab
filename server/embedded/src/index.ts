import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Supervisor, type ExitInfo } from './process/supervisor.js'

export type { ExitInfo } from './process/supervisor.js'

export interface EmbeddedStoreOptions {
  /** Where the data lies; made when missing. One process at a time. */
  readonly directory: string
  /** Where to listen; by default a socket in a private folder that only this user may enter. */
  readonly socketPath?: string
  /** How long to wait for a folder that another process still uses; 10 seconds by default. */
  readonly lockWaitMs?: number
  /** Called when the store's process has ended without being told to; it is started again by itself. */
  onExit?(info: ExitInfo): void
  /** Gets what the store's process writes to its log, line by line. */
  log?(line: string): void
}

/** A running embedded store. */
export interface EmbeddedStore {
  /** Connection string without a database: give the driver `dbName`. */
  readonly uri: string
  readonly socketPath: string
  /** Whether the store's process listens right now. */
  isAlive(): boolean
  /** Ends the store; what was answered is on disk. */
  stop(): Promise<void>
}

/** The longest path that a socket may have (sun_path on Linux, its end included). */
const MAX_SOCKET_PATH_BYTES = 107
const LOCK_WAIT_MS = 10_000

/**
 * Starts the store in a process of its own and waits until it listens. When that process dies it is started again on the same socket, so
 * that drivers reconnect; when this process dies, in whatever way, the store ends too.
 * @throws Error with one clear sentence when the folder cannot be used
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const privateFolder = options.socketPath ? undefined : mkdtempSync(join(shortTemporaryFolder(), 'embedded-'))
  const socketPath = resolve(options.socketPath ?? join(privateFolder!, 's.sock'))
  if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES)
    throw new Error(`The socket path ${socketPath} is longer than ${MAX_SOCKET_PATH_BYTES} bytes.`)
  const cleanUp = () => privateFolder && rmSync(privateFolder, { recursive: true, force: true })
  const supervisor = new Supervisor({
    directory: resolve(options.directory),
    socketPath,
    lockWaitMs: options.lockWaitMs ?? LOCK_WAIT_MS,
    onExit: (info) => options.onExit?.(info),
    log: (line) => options.log?.(line),
  })
  try {
    await supervisor.start()
  } catch (error) {
    cleanUp()
    throw error
  }
  return {
    uri: `mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`,
    socketPath,
    isAlive: () => supervisor.isAlive,
    async stop() {
      await supervisor.stop()
      cleanUp()
    },
  }
}

/** The system's folder for temporary files, unless a socket in it would have too long a path. */
function shortTemporaryFolder(): string {
  const room = MAX_SOCKET_PATH_BYTES - '/embedded-XXXXXX/s.sock'.length
  return Buffer.byteLength(tmpdir()) <= room ? tmpdir() : dirname('/tmp/x')
}
