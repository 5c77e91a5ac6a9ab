import { Inject, Singleton } from '@midwayjs/core'
import { Gathering } from '../../platform/gathering.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'

/** The most that one command carries; what is beyond waits for the next. */
const BATCH_MAX = 500

interface Waiting {
  entry: LogEntry
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * Gathers entries of different threads into one durable write: a write costs the server ten times what an entry in it does. An
 * entry that comes while the store is idle goes at once, those that come while it writes go together.
 */
@Singleton()
export class GroupCommit {
  @Inject()
  private readonly entries!: EntryRepository

  private readonly gathering = new Gathering<Waiting>((batch) => this.write(batch), BATCH_MAX)

  /** Resolves once the entry is durably stored; rejects with the failure that met it. */
  insert(entry: LogEntry): Promise<void> {
    return new Promise((resolve, reject) => this.gathering.add({ entry, resolve, reject }))
  }

  private async write(batch: Waiting[]): Promise<void> {
    const failures = await this.entries.insertBatch(batch.map(({ entry }) => entry))
    batch.forEach(({ resolve, reject }, index) => {
      const failure = failures[index]
      if (failure === undefined) resolve()
      else reject(failure)
    })
  }
}
