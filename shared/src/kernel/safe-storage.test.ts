import { safeStorage } from './safe-storage.js'

/** A browser's storage that takes no more than `room` characters. */
function browserStorage(room: number): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

describe('storage that never fails', () => {
  it('keeps in the browser what the browser takes', () => {
    const browser = browserStorage(10)
    const storage = safeStorage(() => browser)
    storage.setItem('one', 'short')
    expect(browser.getItem('one')).toBe('short')
    storage.removeItem('one')
    expect(storage.getItem('one')).toBeNull()
    expect(storage.length).toBe(0)
  })

  it('keeps in memory what does not fit, and lists both', () => {
    const storage = safeStorage(() => browserStorage(10))
    storage.setItem('one', 'short')
    storage.setItem('two', 'longer than ten')
    expect(storage.getItem('two')).toBe('longer than ten')
    expect([storage.key(0), storage.key(1), storage.key(2)]).toEqual(['one', 'two', null])
  })

  it('shows the newer value when an older one is in the browser', () => {
    const storage = safeStorage(() => browserStorage(10))
    storage.setItem('one', 'short')
    storage.setItem('one', 'longer than ten')
    expect(storage.getItem('one')).toBe('longer than ten')
    expect(storage.length).toBe(1)
  })

  it('works where storage is blocked', () => {
    const storage = safeStorage(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    storage.setItem('one', 'kept')
    expect(storage.getItem('one')).toBe('kept')
  })
})
