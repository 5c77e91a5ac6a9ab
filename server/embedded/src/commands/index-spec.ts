import { afterPrefix } from '../keys/key-writer.js'
import { elementsOf, type RawValue } from '../bson/raw.js'
import { flagOf, jsOf, numberOf, rawValueOfDocument, textOf } from '../bson/value.js'
import { BsonType } from '../bson/bson-type.js'
import { parseFilter } from '../query/filter.js'
import type { Collection, Index, IndexRecord } from '../storage/catalog.js'
import { openDocument } from '../storage/record.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'

export type IndexSpec = Omit<IndexRecord, 'id' | 'multikey'>

const KNOWN = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'ns',
])
const MAX_FIELDS = 32
const REFUSED_OPTIONS: Readonly<Record<string, string>> = {
  collation: 'an index with collation',
  hidden: 'a hidden index',
  wildcardProjection: 'a wildcard index',
  weights: 'a text index',
  default_language: 'a text index',
  '2dsphereIndexVersion': 'a geo index',
  storageEngine: 'storageEngine on an index',
  prepareUnique: 'prepareUnique',
}

/** Reads one index of createIndexes; undefined for the index on `_id`, which is always there. @throws StoreError */
export function readIndexSpec(raw: RawValue): IndexSpec | undefined {
  const fields = new Map(elementsOf(raw.bytes, raw.start))
  for (const [name, value] of fields) {
    if (REFUSED_OPTIONS[name] && flagOf(value)) throw notSupported(REFUSED_OPTIONS[name])
    if (!KNOWN.has(name) && !REFUSED_OPTIONS[name])
      throw new StoreError(197, `The field '${name}' is not valid for an index specification.`)
  }
  const key = keyOf(fields.get('key'))
  if (key.length === 1 && key[0]![0] === '_id') return undefined
  const partial = fields.get('partialFilterExpression')
  const isSparse = flagOf(fields.get('sparse'))
  if (partial && isSparse) throw new StoreError(67, 'cannot mix "partialFilterExpression" and "sparse" options')
  const expiry = fields.get('expireAfterSeconds')
  return {
    name: textOf(fields.get('name')) ?? key.map(([path, direction]) => `${path}_${direction}`).join('_'),
    key,
    ...(flagOf(fields.get('unique')) && { unique: true }),
    ...(isSparse && { sparse: true }),
    ...(partial && { partialFilterExpression: partialOf(partial) }),
    ...(expiry && { expireAfterSeconds: expiryOf(expiry, key) }),
  }
}

function keyOf(key: RawValue | undefined): [string, number][] {
  if (key?.type !== BsonType.document)
    throw new StoreError(9, "The 'key' field is a required property of an index specification")
  const fields = elementsOf(key.bytes, key.start).map(([path, value]): [string, number] => [
    path,
    directionOf(path, value),
  ])
  if (fields.length === 0 || fields.length > MAX_FIELDS)
    throw new StoreError(67, `Index keys must hold between 1 and ${MAX_FIELDS} fields`)
  return fields
}

function directionOf(path: string, value: RawValue): number {
  const kind = textOf(value)
  if (kind !== undefined) throw notSupported(`an index of kind '${kind}'`)
  if (path.includes('$**')) throw notSupported('a wildcard index')
  if (path === '' || path.split('.').some((part) => part === '' || part.startsWith('$')))
    throw new StoreError(67, `Index keys cannot contain the field '${path}'`)
  const direction = numberOf(value)
  if (!direction) throw new StoreError(67, `Values in the index key pattern must be numbers other than 0`)
  return direction > 0 ? 1 : -1
}

function partialOf(partial: RawValue): Record<string, unknown> {
  if (partial.type !== BsonType.document)
    throw new StoreError(67, 'partialFilterExpression for an index must be a document')
  const filter = parseFilter(partial)
  const isPlain = filter.ors.length + filter.nors.length + filter.expressions.length === 0
  const isAllowed = filter.fields.every(({ conditions }) =>
    conditions.every(
      ({ isNegated, predicates }) =>
        !isNegated && predicates.every(({ kind }) => ['eq', 'in', 'compare', 'exists', 'type'].includes(kind)),
    ),
  )
  if (!isPlain || !isAllowed)
    throw new StoreError(
      67,
      'unsupported expression in partial index: only $eq, $in, $gt, $gte, $lt, $lte, $exists: true, $type and $and are possible',
    )
  return jsOf(partial) as Record<string, unknown>
}

function expiryOf(value: RawValue, key: readonly [string, number][]): number {
  const seconds = numberOf(value)
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0)
    throw new StoreError(67, 'TTL index expireAfterSeconds must be a number of at least 0')
  if (key.length > 1)
    throw new StoreError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL')
  return seconds
}

/** Adds an index and its entries; one that is there already, exactly so, is left. Only inside a write job. @throws StoreError 85, 86, 11000 */
export function buildIndex(store: Store, collection: Collection, spec: IndexSpec): void {
  const sameName = collection.indexes.find(({ name }) => name === spec.name)
  if (sameName && isSame(sameName, spec)) return
  if (sameName)
    throw new StoreError(
      86,
      `An existing index has the same name as the requested index but another specification: ${spec.name}`,
    )
  const sameKey = collection.indexes.find(
    (index) =>
      hasSameKey(index, spec) && JSON.stringify(index.partialSource) === JSON.stringify(spec.partialFilterExpression),
  )
  if (sameKey) throw new StoreError(85, `Index already exists with a different name: ${sameKey.name}`)
  if (spec.partialFilterExpression) parseFilter(rawValueOfDocument(spec.partialFilterExpression))
  const index = store.catalog.addIndex(collection, spec)
  const start = Buffer.alloc(4)
  start.writeUInt32BE(collection.id)
  for (const { key, value } of store.engine.portions({ start, end: afterPrefix(start)! }))
    store.documents.addToIndex(collection, index, key, openDocument(key, value))
}

function hasSameKey(index: Index, spec: IndexSpec): boolean {
  return JSON.stringify(index.fields.map(({ path, direction }) => [path, direction])) === JSON.stringify(spec.key)
}

function isSame(index: Index, spec: IndexSpec): boolean {
  return (
    hasSameKey(index, spec) &&
    index.isUnique === (spec.unique ?? false) &&
    index.isSparse === (spec.sparse ?? false) &&
    index.expireAfterSeconds === spec.expireAfterSeconds &&
    JSON.stringify(index.partialSource) === JSON.stringify(spec.partialFilterExpression)
  )
}
