import { Inject, Singleton } from '@midwayjs/core'
import { Gathering } from '../../platform/gathering.js'
import { inTime } from '../../platform/in-time.js'
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
    // Whatever becomes of it, those who come after may not wait for it for ever.
    const failures = await inTime(this.entries.insertBatch(batch.map(({ entry }) => entry))).catch((error: Error) =>
      batch.map(() => error),
    )
    batch.forEach(({ resolve, reject }, index) => {
      const failure = failures[index]
      if (failure === undefined) resolve()
      else reject(failure)
    })
  }
}
