import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { StoreError } from '../store-error.js'

/** A job of the write queue, and how its caller learns of the end. */
interface Job {
  run(): unknown
  resolve(result: never): void
  reject(error: unknown): void
}

/** One entry of a range. */
export interface Entry {
  readonly key: Buffer
  readonly value: Buffer
}

/** Bounds of a scan, as bytes: `start` is met first, also when going backwards; `end` is not included unless said. */
export interface Range {
  readonly start: Buffer
  readonly end: Buffer
  readonly reverse?: boolean
  readonly exclusiveStart?: boolean
  readonly inclusiveEnd?: boolean
  readonly limit?: number
}

const MAP_READERS = 64
/** With less room than this a failed commit is put down to the full disk. */
const FULL_DISK_BYTES = 4 * 1024 * 1024
/** LMDB's own limit with pages of 4 KiB. */
export const MAX_KEY_BYTES = 1978

/**
 * The one LMDB database in which everything lies, and the queue through which all writes pass.
 *
 * A write is one synchronous job inside LMDB's write transaction, so no other write can come between what it reads and what it puts.
 * Jobs that arrive while a commit is being written share the next one; a job's promise resolves once its commit is on disk.
 */
export class Engine {
  private readonly database: RootDatabase<Buffer, Buffer>
  private waiting: Job[] = []
  private isBusy = false
  private puts = 0
  private isClosed = false

  constructor(
    readonly file: string,
    private readonly onCommitFailed: () => void,
    options: { readOnly?: boolean } = {},
  ) {
    this.database = open<Buffer, Buffer>({
      path: file,
      noSubdir: true,
      // With it on, a commit's promise resolves before the data is on disk.
      overlappingSync: false,
      // Jobs are gathered here already.
      eventTurnBatching: false,
      encoding: 'binary',
      keyEncoding: 'binary',
      cache: false,
      maxReaders: MAP_READERS,
      maxDbs: 2,
      ...options,
    } as never)
  }

  get(key: Buffer): Buffer | undefined {
    const found = this.database.getBinary(key)
    return found && asBuffer(found)
  }

  has(key: Buffer): boolean {
    return this.database.getBinaryFast(key) !== undefined
  }

  /** Entries of a range in key order. The iterator must be used up or ended (`return`) within the same turn of the event loop. */
  scan(range: Range): Iterator<Entry> {
    return this.database.getRange(range)[Symbol.iterator]() as Iterator<Entry>
  }

  /** All entries of a range that is known to be small. */
  entries(range: Range): Entry[] {
    return [...this.database.getRange(range)] as Entry[]
  }

  /** All entries of a range, read in portions so that the caller may put and remove between two of them. */
  *portions({ start, end }: Range, size = 500): Generator<Entry> {
    for (let from = start, exclusiveStart = false; ; exclusiveStart = true) {
      const entries = this.entries({ start: from, end, exclusiveStart, limit: size })
      yield* entries
      if (entries.length < size) return
      from = entries[entries.length - 1]!.key
    }
  }

  /** How many entries a range holds. */
  count(start: Buffer, end: Buffer): number {
    return this.database.getKeysCount({ start, end })
  }

  put(key: Buffer, value: Buffer): void {
    this.puts++
    void this.database.put(key, value)
  }

  remove(key: Buffer): void {
    this.puts++
    void this.database.remove(key)
  }

  /** Runs a job in the next write transaction. @returns its result, once that is durable */
  write<T>(run: () => T): Promise<T> {
    if (this.isClosed) return Promise.reject(new Error('the store is closing'))
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ run, resolve, reject })
      if (!this.isBusy) void this.commitWaiting()
    })
  }

  private async commitWaiting(): Promise<void> {
    this.isBusy = true
    while (this.waiting.length > 0) {
      const jobs = this.waiting
      this.waiting = []
      await this.commit(jobs)
    }
    this.isBusy = false
  }

  /** Runs jobs in one transaction. A job that fails after it has put something takes the transaction with it; the others then run again. */
  private async commit(jobs: readonly Job[]): Promise<void> {
    const settled: (() => void)[] = []
    let spoiler: Job | undefined
    try {
      await this.database.childTransaction(() => {
        for (const job of jobs) {
          const before = this.puts
          try {
            const result = job.run()
            settled.push(() => job.resolve(result as never))
          } catch (error) {
            if (this.puts !== before) {
              spoiler = job
              throw error
            }
            settled.push(() => job.reject(error))
          }
        }
      })
    } catch (error) {
      this.afterFailure()
      if (!spoiler) {
        const reason = await this.reasonOf(error)
        return jobs.forEach((job) => job.reject(reason))
      }
      spoiler.reject(error)
      return this.commit(jobs.filter((job) => job !== spoiler))
    }
    // A reader of this turn may still hold the snapshot before the commit.
    this.database.resetReadTxn()
    settled.forEach((settle) => settle())
  }

  /** Why a commit failed; LMDB says no more than "input/output error" when the disk takes only a part of it. */
  private async reasonOf(error: unknown): Promise<unknown> {
    const cause = await (error as { commitError?: Promise<unknown> }).commitError?.catch((inner: unknown) => inner)
    const { bavail, bsize } = statfsSync(dirname(this.file))
    if (bavail * bsize < FULL_DISK_BYTES)
      return new StoreError(14031, 'the disk of the embedded store is full; nothing of this command was written')
    return new StoreError(
      1,
      `the embedded store could not commit: ${cause instanceof Error ? cause.message : String(error)}; nothing of this command was written`,
    )
  }

  private afterFailure(): void {
    this.database.resetReadTxn()
    this.onCommitFailed()
  }

  fileSize(): number {
    return statSync(this.file).size
  }

  /** Copies the database as it stands to another file. */
  async backup(file: string): Promise<void> {
    await this.database.backup(file, true)
  }

  async close(): Promise<void> {
    this.isClosed = true
    while (this.isBusy) await new Promise((resolve) => setImmediate(resolve))
    await this.database.close()
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
