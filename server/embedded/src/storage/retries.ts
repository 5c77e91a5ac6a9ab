import { StoreError } from '../store-error.js'
import type { Engine } from './engine.js'
import { openDocument, sealDocument } from './record.js'

const SESSIONS = Buffer.from([0, 0, 0, 1])
const SESSIONS_END = Buffer.from([0, 0, 0, 2])
/** A record is the number, the time, and the reply as it was sent. */
const NUMBER_BYTES = 8
const HEAD_BYTES = 16
const KEPT_MS = 30 * 60 * 1000
const REMOVED_PER_JOB = 1_000

/** A retryable write: its session's id and its number there. */
export interface Retry {
  readonly session: Buffer
  readonly number: bigint
}

/**
 * Remembers the last answer of each session on disk, in the same commit as the write itself, so that a driver that never saw the answer may send
 * the command again and nothing happens twice, also after a crash.
 */
export class Retries {
  constructor(private readonly engine: Engine) {}

  /** Runs a write once. Only inside a write job. @throws StoreError 225 for numbers that the session has left behind */
  once(retry: Retry | undefined, run: () => Buffer): Buffer {
    if (!retry) return run()
    const key = Buffer.concat([SESSIONS, retry.session])
    const known = this.engine.get(key)
    const earlier = known && openDocument(key, known)
    const earlierNumber = earlier?.readBigInt64LE(0)
    if (earlier && earlierNumber === retry.number) return Buffer.from(earlier.subarray(HEAD_BYTES))
    if (earlierNumber !== undefined && earlierNumber > retry.number)
      throw new StoreError(
        225,
        `Cannot start transaction ${retry.number} because a newer one has started on this session`,
      )
    const reply = run()
    const record = Buffer.allocUnsafe(HEAD_BYTES + reply.length)
    record.writeBigInt64LE(retry.number, 0)
    record.writeDoubleLE(Date.now(), NUMBER_BYTES)
    reply.copy(record, HEAD_BYTES)
    this.engine.put(key, sealDocument(key, record))
    return reply
  }

  /** Forgets sessions that have been silent for half an hour. */
  async sweep(now: number): Promise<void> {
    const old = this.engine
      .entries({ start: SESSIONS, end: SESSIONS_END })
      .filter(({ key, value }) => openDocument(key, value).readDoubleLE(NUMBER_BYTES) < now - KEPT_MS)
    for (let at = 0; at < old.length; at += REMOVED_PER_JOB) {
      const batch = old.slice(at, at + REMOVED_PER_JOB)
      await this.engine.write(() => batch.forEach(({ key }) => this.engine.remove(key)))
    }
  }
}
