import { Inject, Singleton } from '@midwayjs/core'
import { gatherMore } from '../../platform/gather-more.js'
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
 * Gathers entries of different threads into one durable write. An entry that comes while the store is idle goes at once; those
 * that come while it writes go together in the next write, and where entries come in company, a moment later, so that there is
 * more of it: a write costs the server ten times what an entry in it does.
 */
@Singleton()
export class GroupCommit {
  @Inject()
  private readonly entries!: EntryRepository

  private waiting: Waiting[] = []
  private isWriting = false

  /** Resolves once the entry is durably stored; rejects with the failure that met it. */
  insert(entry: LogEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject })
      if (this.isWriting) return
      this.isWriting = true
      // Entries that arrived in this turn of the event loop are about to ask as well.
      setImmediate(() => void this.writeAll())
    })
  }

  private async writeAll(): Promise<void> {
    let isBusy = false
    while (this.waiting.length > 0) {
      if (isBusy) await gatherMore()
      const batch = this.waiting.splice(0, BATCH_MAX)
      isBusy = batch.length > 1
      const failures = await this.entries.insertBatch(batch.map(({ entry }) => entry))
      batch.forEach(({ resolve, reject }, index) => {
        const failure = failures[index]
        if (failure === undefined) resolve()
        else reject(failure)
      })
    }
    this.isWriting = false
  }
}
