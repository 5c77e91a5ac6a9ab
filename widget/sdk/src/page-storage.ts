import type { FromFrame, StorageArea } from './bridge.js'

type Pairs = [string, string][]

/**
 * The page's own storage, on loan to the frame: a frame of another site may have none. Nothing is written before the visitor
 * has done something with the chat, nor while consent is withheld; until then it is only remembered.
 */
export class PageStorage {
  private readonly memory = { lasting: new Map<string, string | null>(), ofTab: new Map<string, string | null>() }
  private mayWrite = false

  constructor(
    private readonly prefix: string,
    /** Another tab has changed something. */
    private readonly onChange: (change: { key: string; value: string | null }) => void,
  ) {
    addEventListener('storage', this.changedElsewhere)
  }

  /** From now on what is remembered is written. */
  permit(): void {
    if (this.mayWrite) return
    this.mayWrite = true
    for (const area of ['lasting', 'ofTab'] as const) {
      for (const [key, value] of this.memory[area]) this.write(area, key, value)
    }
  }

  /** Consent was taken back: what was written goes. */
  forbid(): void {
    this.mayWrite = false
    for (const area of ['lasting', 'ofTab'] as const) {
      for (const [key, value] of this.all(area)) {
        this.memory[area].set(key, value)
        attempt(() => storageOf(area).removeItem(key))
      }
    }
  }

  read(area: StorageArea, key: string): string | null {
    const remembered = this.memory[area].get(key)
    if (remembered !== undefined) return remembered
    return attempt(() => storageOf(area).getItem(key)) ?? null
  }

  all(area: StorageArea): Pairs {
    const keys = new Set(this.memory[area].keys())
    attempt(() => {
      const storage = storageOf(area)
      for (let index = 0; index < storage.length; index++) keys.add(storage.key(index) ?? '')
    })
    const pairs: Pairs = []
    for (const key of keys) {
      const value = key.startsWith(this.prefix) ? this.read(area, key) : null
      if (value !== null) pairs.push([key, value])
    }
    return pairs
  }

  /** Does as the frame asks. Returns what is stored when that is not what the frame thought, so nothing was written. */
  take({ area, key, value, expected }: FromFrame & { type: 'store' }): { value: string | null } | null {
    if (!key.startsWith(this.prefix)) return null
    const stored = this.read(area, key)
    if (stored !== expected) return { value: stored }
    this.write(area, key, value)
    return null
  }

  destroy(): void {
    removeEventListener('storage', this.changedElsewhere)
  }

  private write(area: StorageArea, key: string, value: string | null): void {
    const isWritten =
      this.mayWrite &&
      attempt(() => {
        if (value === null) storageOf(area).removeItem(key)
        else storageOf(area).setItem(key, value)
        return true
      })
    if (isWritten) this.memory[area].delete(key)
    else this.memory[area].set(key, value)
  }

  private readonly changedElsewhere = ({ key, storageArea }: StorageEvent): void => {
    if (key === null || !key.startsWith(this.prefix) || storageArea !== attempt(() => localStorage)) return
    this.memory.lasting.delete(key)
    this.onChange({ key, value: this.read('lasting', key) })
  }
}

const storageOf = (area: StorageArea): Storage => (area === 'lasting' ? localStorage : sessionStorage)

function attempt<Result>(ask: () => Result): Result | undefined {
  try {
    return ask()
  } catch {
    return undefined // blocked or full: it is remembered as long as the page lives
  }
}
