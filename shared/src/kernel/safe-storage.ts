/** What of a browser's `Storage` Parley uses; memory can stand in for it. */
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * The browser's storage where it works, memory where it does not: storage may be blocked altogether or full, and neither
 * may keep anybody from chatting. What only memory took lasts as long as the page, and is the newer value while it lasts.
 */
export function safeStorage(open: () => Storage): KeptStorage {
  const memory = new Map<string, string>()
  const storage = attempt(open)
  const keys = () => {
    const kept = attempt(() => Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? ''))
    return [...new Set([...(kept ?? []), ...memory.keys()])]
  }
  return {
    get length() {
      return keys().length
    },
    key: (index) => keys()[index] ?? null,
    getItem: (key) => memory.get(key) ?? attempt(() => storage?.getItem(key)) ?? null,
    setItem: (key, value) => {
      const isKept = storage !== undefined && attempt(() => (storage.setItem(key, value), true))
      if (isKept) memory.delete(key)
      else memory.set(key, value)
    },
    removeItem: (key) => {
      memory.delete(key)
      attempt(() => storage?.removeItem(key))
    },
  }
}

function attempt<Result>(ask: () => Result): Result | undefined {
  try {
    return ask()
  } catch {
    return undefined // blocked or full: the caller has memory
  }
}
