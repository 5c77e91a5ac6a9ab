import { StoreError } from '../store-error.js'

/** A result that is read in batches. */
export interface DocumentStream {
  /** The next document; undefined at the end. */
  next(): Buffer | undefined
  pause(): void
}

/** An open cursor. */
export interface Cursor {
  readonly id: bigint
  readonly namespace: string
  readonly stream: DocumentStream
  /** A document that was read to see whether there is another one. */
  ahead: Buffer | undefined
  usedAt: number
}

const IDLE_MS = 10 * 60 * 1000
const MAX_OPEN = 1_000

/** Open cursors by their numbers; those idle for ten minutes, and the oldest beyond a thousand, are forgotten. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>()
  private nextId = BigInt(Date.now()) << 12n

  add(namespace: string, stream: DocumentStream, ahead: Buffer): Cursor {
    if (this.open.size >= MAX_OPEN) this.open.delete(this.open.keys().next().value!)
    const cursor: Cursor = { id: this.nextId++, namespace, stream, ahead, usedAt: Date.now() }
    this.open.set(cursor.id, cursor)
    return cursor
  }

  /** @throws StoreError 43 */
  get(id: bigint): Cursor {
    const cursor = this.open.get(id)
    if (!cursor) throw new StoreError(43, `cursor id ${id} not found`)
    cursor.usedAt = Date.now()
    return cursor
  }

  close(id: bigint): boolean {
    return this.open.delete(id)
  }

  sweep(now: number): void {
    for (const [id, cursor] of this.open) if (cursor.usedAt < now - IDLE_MS) this.open.delete(id)
  }
}
