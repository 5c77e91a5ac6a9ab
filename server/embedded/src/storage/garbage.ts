import { afterPrefix } from '../keys/key-writer.js'
import type { Engine } from './engine.js'

const DROPPED = Buffer.from([0, 0, 0, 2])
const DROPPED_END = Buffer.from([0, 0, 0, 3])
const REMOVED_PER_JOB = 2_000

/** Reclaims what dropped collections and indexes leave behind: dropping itself only notes their numbers, the keys go bit by bit. */
export class Garbage {
  private isRunning = false
  private isStopped = false

  constructor(private readonly engine: Engine) {}

  /** Notes that every key with this number is to go. Only inside a write job; call `collect` after it. */
  note(id: number): void {
    this.engine.put(noteKey(id), Buffer.from([1]))
  }

  /** Removes noted keys in small write jobs, so that others come between. */
  async collect(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      while (!this.isStopped && (await this.engine.write(() => this.removeSome())));
    } finally {
      this.isRunning = false
    }
  }

  private removeSome(): boolean {
    const [note] = this.engine.entries({ start: DROPPED, end: DROPPED_END, limit: 1 })
    if (!note) return false
    const prefix = note.key.subarray(4)
    const entries = this.engine.entries({ start: prefix, end: afterPrefix(prefix)!, limit: REMOVED_PER_JOB })
    for (const { key } of entries) this.engine.remove(key)
    if (entries.length < REMOVED_PER_JOB) this.engine.remove(note.key)
    return true
  }

  stop(): void {
    this.isStopped = true
  }
}

function noteKey(id: number): Buffer {
  const key = Buffer.concat([DROPPED, Buffer.alloc(4)])
  key.writeUInt32BE(id, 4)
  return key
}
