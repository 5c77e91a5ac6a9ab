/** The database where an address names none. */
export const DATABASE = 'parley'

/** Whether an address names a database. */
export function hasDatabase(uri: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]+\/[^?]+/.test(uri)
}
