/** The code of a write that ran into a unique index. */
export const DUPLICATE_KEY = 11_000
/** What a MongoDB-compatible server reports when it gives up a contention that MongoDB settles inside. */
const CONTENDED = /deadlock detected|exclusion constraint/
const DEADLOCK = /deadlock detected/
const CONTENDED_ATTEMPTS = 8

/**
 * The name of the unique index that a write ran into, or undefined for any other failure. Read from the message, because
 * servers that speak MongoDB's protocol agree on it alone; so every unique index is named.
 */
export function duplicateIndexOf(error: unknown): string | undefined {
  const { code, message } = error as { code?: number; message?: string }
  if (code !== DUPLICATE_KEY || message === undefined) return undefined
  return /index: (?:\S+\$)?(\S+) dup key/.exec(message)?.[1] ?? /[Ii]ndex '([^']+)'/.exec(message)?.[1] ?? 'unknown'
}

/** Whether a write ran into the unique index of this name. */
export const isDuplicateOf = (error: unknown, indexName: string): boolean => duplicateIndexOf(error) === indexName

/** Repeats what a server gave up because another did the like at once: a write to one key, the building of an index. Both may be repeated. */
export function retryingContended<Result>(write: () => Promise<Result>): Promise<Result> {
  return retrying(CONTENDED, write)
}

/** The same for what was given up before anything was decided; a key that is taken is told at once. */
export function retryingDeadlocks<Result>(write: () => Promise<Result>): Promise<Result> {
  return retrying(DEADLOCK, write)
}

async function retrying<Result>(given: RegExp, write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      if (attempt === CONTENDED_ATTEMPTS || !given.test((error as Error).message)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
    }
  }
}
