import type { KeptStorage } from '@parley/shared/kernel/safe-storage'

interface Change {
  key: string
  value: string | null
  /** What was thought to be stored: the page writes only if that is so, since another tab may have been faster. */
  expected: string | null
}

/** The page's storage as the frame holds it: read at once, written through to the page. */
export class LentStorage implements KeptStorage {
  private readonly held: Map<string, string>

  constructor(
    pairs: readonly (readonly [string, string])[],
    private readonly write: (change: Change) => void,
  ) {
    this.held = new Map(pairs)
  }

  get length(): number {
    return this.held.size
  }

  key(index: number): string | null {
    return [...this.held.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.held.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    const expected = this.getItem(key)
    this.held.set(key, value)
    if (expected !== value) this.write({ key, value, expected })
  }

  removeItem(key: string): void {
    const expected = this.getItem(key)
    if (expected === null) return
    this.held.delete(key)
    this.write({ key, value: null, expected })
  }

  /** The page says what is really stored. */
  corrected({ key, value }: { key: string; value: string | null }): void {
    if (value === null) this.held.delete(key)
    else this.held.set(key, value)
  }
}
