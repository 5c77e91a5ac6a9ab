import { StoreError } from '../store-error.js'

/** A database and a collection in it. */
export interface Namespace {
  readonly database: string
  readonly collection: string
}

const MAX_NAME_BYTES = 255

export function namespaceText({ database, collection }: Namespace): string {
  return `${database}.${collection}`
}

/** @throws StoreError 73 for names that MongoDB does not allow either */
export function requireNamespace(database: string, collection: unknown): Namespace {
  if (typeof collection !== 'string') throw new StoreError(73, 'collection name has invalid type')
  requireDatabaseName(database)
  const isBad = collection === '' || collection.includes('\0') || collection.includes('$') || collection.startsWith('.')
  if (isBad || Buffer.byteLength(`${database}.${collection}`) > MAX_NAME_BYTES)
    throw new StoreError(73, `Invalid namespace specified '${database}.${collection}'`)
  if (collection.startsWith('system.'))
    throw new StoreError(73, `cannot use the reserved collection '${database}.${collection}'`)
  return { database, collection }
}

export function requireDatabaseName(database: string): void {
  if (database === '' || /[\0/\\. "$]/.test(database) || Buffer.byteLength(database) > 63)
    throw new StoreError(73, `Invalid database name: '${database}'`)
}
