/** Whether the visitor has something to come back to: the frame keeps that. */
export function hasThread(prefix: string): boolean {
  try {
    return localStorage.getItem(`${prefix}has-thread`) !== null
  } catch {
    return false // blocked
  }
}

/** Nothing of the channel stays in this browser. */
export function forget(prefix: string): void {
  try {
    for (const storage of [localStorage, sessionStorage]) {
      const keys = Object.keys(storage).filter((key) => key.startsWith(prefix))
      for (const key of keys) storage.removeItem(key)
    }
  } catch {
    // blocked: then nothing was ever stored
  }
}
