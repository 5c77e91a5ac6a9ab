import { LRUCache } from 'lru-cache'
import { roomFor } from '../room-for.js'
import type { Revocations } from './revocations.js'
import type { Grounds } from './revoked-keys.js'

/** For what somebody changes in the store by hand, of which no node is told. */
const READ_AGAIN_AFTER_MS = 600_000

interface Held<Value> {
  /** Before it was read: a change after it may not be in it. */
  readAt: Date
  value: Promise<Value | null>
}

/**
 * Keeps what was read about somebody's rights, as a connection keeps the principal that it was let in as: until a revocation
 * concerns it, which reaches every node within two seconds (P10). What was not there is asked for each time.
 */
export class HeldUntilRevoked<Value extends object> {
  private readonly held: LRUCache<string, Held<Value>>

  constructor(
    private readonly revocations: Revocations,
    private readonly groundsOf: (value: Value) => Grounds,
    max: number,
  ) {
    this.held = new LRUCache({ ...roomFor(max), ttl: READ_AGAIN_AFTER_MS })
  }

  async get(id: string, read: () => Promise<Value | null>): Promise<Value | null> {
    return (await this.getSince(id, read))?.value ?? null
  }

  /** The same with the moment before which it was read: a connection that rests on it is no younger. */
  async getSince(id: string, read: () => Promise<Value | null>): Promise<{ value: Value; readAt: Date } | null> {
    const known = this.held.get(id)
    const value = await known?.value.catch(() => null)
    if (known && value && this.revocations.areUntouched(this.groundsOf(value), known.readAt))
      return { value, readAt: known.readAt }
    const fresh = { readAt: this.revocations.now(), value: read() }
    this.held.set(id, fresh)
    try {
      const found = await fresh.value
      if (found !== null) return { value: found, readAt: fresh.readAt }
      this.forget(id, fresh)
      return null
    } catch (error) {
      this.forget(id, fresh)
      throw error
    }
  }

  private forget(id: string, held: Held<Value>): void {
    if (this.held.get(id) === held) this.held.delete(id)
  }
}
