import { BsonType } from '../bson/bson-type.js'
import { documentValue, elementsOf, findElement, itemsOf, type RawValue } from '../bson/raw.js'
import { flagOf, jsOf, numberOf } from '../bson/value.js'
import { execute } from '../query/execute.js'
import { parseFilter, type Filter } from '../query/filter.js'
import type { MatchDetails } from '../query/match.js'
import { parseProjection, type Projection } from '../query/projection.js'
import { parseSort, type SortField } from '../query/sort.js'
import type { Candidate } from '../query/source.js'
import type { Collection } from '../storage/catalog.js'
import type { Namespace } from '../storage/namespace.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'
import { parseUpdate, type Update } from '../update/update.js'
import { documentToUpsert } from '../update/upsert.js'
import type { Request } from '../wire/request.js'
import { hintOf } from './read.js'

/** One update or delete: which documents, and what to do. */
export interface Statement {
  readonly filter: Filter
  readonly update: Update | undefined
  readonly isMulti: boolean
  readonly isUpsert: boolean
  readonly arrayFilters: ReadonlyMap<string, Filter>
  readonly sort: readonly SortField[]
  readonly projection: Projection | undefined
  readonly hint: RawValue | undefined
}

export interface UpdateOutcome {
  readonly matched: number
  readonly modified: number
  readonly upsertedId: unknown
  readonly before: Buffer | undefined
  readonly after: Buffer | undefined
}

const ID = Buffer.from('_id')
const EMPTY = documentValue(Buffer.from([5, 0, 0, 0, 0]))
const KNOWN = new Set(['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'limit', 'collation', 'c', 'sampleId'])

/** Reads a statement of an update or delete command, or the fields of a findAndModify. */
export function readStatement(raw: RawValue, request?: Request): Statement {
  const fields = new Map(elementsOf(raw.bytes, raw.start))
  const field = (short: string, long = short) => request?.raw(long) ?? fields.get(short)
  for (const name of fields.keys())
    if (!KNOWN.has(name)) throw new StoreError(40415, `BSON field '${name}' is an unknown field.`)
  if (fields.has('collation')) throw notSupported('collation')
  if (fields.has('c')) throw notSupported('constants (c) of an update pipeline')
  const update = field('u', 'update')
  const limit = numberOf(fields.get('limit'))
  const isMulti = update || request ? flagOf(fields.get('multi')) : limit === 0
  const parsed = update && parseUpdate(update)
  if (parsed?.isReplacement && isMulti)
    throw new StoreError(9, 'multi update is not supported for replacement-style update')
  return {
    filter: parseFilter(field('q', 'query') ?? EMPTY),
    update: parsed,
    isMulti,
    isUpsert: flagOf(field('upsert')),
    arrayFilters: arrayFiltersOf(field('arrayFilters')),
    sort: parseSort(request?.document('sort')),
    projection: parseProjection(request?.document('fields')),
    hint: fields.get('hint'),
  }
}

function arrayFiltersOf(value: RawValue | undefined): ReadonlyMap<string, Filter> {
  if (!value) return new Map()
  if (value.type !== BsonType.array) throw new StoreError(14, "field 'arrayFilters' must be an array")
  return new Map(itemsOf(value).map((item): [string, Filter] => [identifierOf(item), parseFilter(item)]))
}

function identifierOf(item: RawValue): string {
  const filter = parseFilter(item)
  const names = new Set(namesOf(filter))
  if (names.size !== 1) throw new StoreError(9, 'Each array filter must name exactly one identifier')
  return [...names][0]!
}

function namesOf(filter: Filter): string[] {
  const nested = [...filter.ors, ...filter.nors].flat().flatMap(namesOf)
  return [...filter.fields.map(({ path }) => path.text.split('.')[0]!), ...nested]
}

function* selected(
  store: Store,
  collection: Collection,
  statement: Statement,
  details: MatchDetails,
): Generator<Candidate> {
  const query = {
    filter: statement.filter,
    sort: statement.sort,
    skip: 0,
    limit: statement.isMulti ? 0 : 1,
    hint: hintOf(statement.hint, collection),
  }
  const results = execute(store.engine, collection, query, store.limits)
  try {
    for (let candidate = results.next(details); candidate; candidate = results.next(details)) {
      yield candidate
      details.position = undefined
    }
  } finally {
    results.pause()
  }
}

interface Target extends Candidate {
  readonly position: number | undefined
}

/** All documents are found before the first is changed, so that none is met twice. */
function targets(store: Store, collection: Collection, statement: Statement): Target[] {
  const details: MatchDetails = {}
  const found: Target[] = []
  for (const candidate of selected(store, collection, statement, details))
    found.push({ ...candidate, position: details.position })
  return found
}

/** Runs one update statement. Only inside a write job. */
export function updateDocuments(store: Store, namespace: Namespace, statement: Statement): UpdateOutcome {
  const update = statement.update
  if (!update) throw new StoreError(9, 'an update needs an update document')
  const collection = store.catalog.find(namespace)
  const found = collection ? targets(store, collection, statement) : []
  const now = Date.now()
  let modified = 0
  let after: Buffer | undefined
  for (const { key, document, position } of found) {
    after = update.apply(document, { position, arrayFilters: statement.arrayFilters, isInsert: false, now })
    if (after.equals(document)) continue
    store.documents.replace(collection!, key, document, after)
    modified++
  }
  if (found.length > 0 || !statement.isUpsert)
    return { matched: found.length, modified, upsertedId: undefined, before: found[0]?.document, after }
  return upsert(store, namespace, statement, update, now)
}

function upsert(store: Store, namespace: Namespace, statement: Statement, update: Update, now: number): UpdateOutcome {
  const context = { position: undefined, arrayFilters: statement.arrayFilters, isInsert: true, now }
  const document = documentToUpsert(statement.filter, update, context)
  store.documents.insert(store.collectionForWrite(namespace), document)
  return {
    matched: 0,
    modified: 0,
    upsertedId: jsOf(findElement(document, 0, ID)!),
    before: undefined,
    after: document,
  }
}

/** Runs one delete statement. Only inside a write job. @returns how many documents went */
export function deleteDocuments(
  store: Store,
  namespace: Namespace,
  statement: Statement,
  removed?: (document: Buffer) => void,
): number {
  const collection = store.catalog.find(namespace)
  if (!collection) return 0
  const found = targets(store, collection, statement)
  for (const { key, document } of found) {
    store.documents.remove(collection, key, document)
    removed?.(document)
  }
  return found.length
}
