/** The promise of the language itself: `window.Promise` may be something that the page put there. */
export const OwnPromise = (async () => undefined)().constructor as PromiseConstructor

/**
 * What somebody wrote into an object, without what the page put on every object: a page with a polluted prototype must not
 * configure the chat.
 */
export function own<Given extends object>(given: Given | null | undefined): Given {
  const copy = Object.create(null) as Record<string, unknown>
  if (given === null || typeof given !== 'object') return copy as Given
  for (const key of Object.keys(given)) copy[key] = (given as Record<string, unknown>)[key]
  return copy as Given
}

/** A failure with a code, as calls reject with it. */
export function failure(code: string): Error & { code: string } {
  const error = new Error(`Parley: ${code}`) as Error & { code: string }
  error.code = code
  return error
}

/** For whoever called and has left since, with the chat: that it is gone is no news to them. */
export function unlessGone(error: { code?: string }): void {
  if (error.code !== 'destroyed') throw error
}

/** A promise that somebody else settles. */
export interface Awaited<Value> {
  promise: Promise<Value>
  resolve: (value: Value) => void
  reject: (error: Error) => void
}

export function awaited<Value = void>(): Awaited<Value> {
  const parts = {} as Awaited<Value>
  parts.promise = new OwnPromise<Value>((resolve, reject) => {
    parts.resolve = resolve
    parts.reject = reject
  })
  return parts
}
