import type { Store } from '../store.js'
import type { Request } from '../wire/request.js'

/** One command of the allow-list: the fields that it understands, and what it does. */
export interface Command {
  /** Fields beside the command's own name and those that every command may carry. */
  readonly fields: readonly string[]
  /** Fields that MongoDB knows and this store refuses, with the words that name the feature. */
  readonly refused?: Readonly<Record<string, string>>
  run(store: Store, request: Request): Buffer | Promise<Buffer>
}

/** Known features that are refused wherever they appear. */
export const REFUSED_EVERYWHERE: Readonly<Record<string, string>> = {
  collation: 'collation',
  startTransaction: 'a transaction',
  autocommit: 'a transaction',
}

/** What every command may carry without meaning anything to it. */
export const COMMON_FIELDS: ReadonlySet<string> = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  '$readPreference',
  '$clusterTime',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
])
