import { Inject, Singleton } from '@midwayjs/core'
import { GatheredCalls } from '../../platform/gathered-calls.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'

/** The most that one command carries; what is beyond waits for the next. */
const BATCH_MAX = 500

/**
 * Gathers entries of different threads into one durable write: a write costs the server ten times what an entry in it does. An
 * entry that comes while the store is idle goes at once, those that come while it writes go together.
 */
@Singleton()
export class GroupCommit {
  @Inject()
  private readonly entries!: EntryRepository

  private readonly writes = new GatheredCalls<LogEntry, Error | undefined>(
    (batch) => this.entries.insertBatch(batch),
    BATCH_MAX,
  )

  /** Resolves once the entry is durably stored; rejects with the failure that met it. */
  async insert(entry: LogEntry): Promise<void> {
    const failure = await this.writes.call(entry)
    if (failure !== undefined) throw failure
  }
}
