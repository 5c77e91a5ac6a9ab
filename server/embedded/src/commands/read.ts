import { Long } from 'bson'
import { BsonType } from '../bson/bson-type.js'
import { documentValue, itemsOf, type RawValue } from '../bson/raw.js'
import { jsOf, NULL_VALUE, textOf } from '../bson/value.js'
import { valueKey } from '../keys/value-key.js'
import { countAll, execute, type Query, type Results } from '../query/execute.js'
import { isEmptyFilter, parseFilter } from '../query/filter.js'
import { parsePath, visitPath } from '../query/path.js'
import { parseProjection } from '../query/projection.js'
import { parseSort } from '../query/sort.js'
import type { Collection } from '../storage/catalog.js'
import { namespaceText, requireNamespace } from '../storage/namespace.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'
import { ok } from '../wire/reply.js'
import type { Request } from '../wire/request.js'
import { firstBatch, nextBatch, streamOf } from './batch.js'
import type { Command } from './command.js'

const EMPTY_DOCUMENT = documentValue(Buffer.from([5, 0, 0, 0, 0]))
const REFUSED_FIND = {
  tailable: 'a tailable cursor',
  awaitData: 'a tailable cursor',
  min: 'min and max of an index',
  max: 'min and max of an index',
  returnKey: 'returnKey',
  showRecordId: 'showRecordId',
  let: 'let variables',
}

/** The filter in a field of a command. */
export function filterOf(request: Request, name: string) {
  return parseFilter(request.document(name) ?? EMPTY_DOCUMENT)
}

/** The index that a hint names, by name or by key pattern. @throws StoreError 2 */
export function hintOf(hint: RawValue | undefined, collection: Collection): string | undefined {
  if (!hint) return undefined
  const name = textOf(hint) ?? nameOfPattern(hint, collection)
  if (name !== '_id_' && !collection.indexes.some((index) => index.name === name))
    throw new StoreError(2, 'hint provided does not correspond to an existing index')
  return name
}

function nameOfPattern(hint: RawValue, collection: Collection): string | undefined {
  const pattern = JSON.stringify(jsOf(hint))
  if (pattern === '{"_id":1}') return '_id_'
  if (pattern.includes('$natural')) throw notSupported('a $natural hint')
  return collection.indexes.find(
    ({ fields }) =>
      JSON.stringify(Object.fromEntries(fields.map(({ path, direction }) => [path, direction]))) === pattern,
  )?.name
}

const find: Command = {
  fields: [
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'noCursorTimeout',
    'allowPartialResults',
    'allowDiskUse',
    'oplogReplay',
    ...Object.keys(REFUSED_FIND),
  ],
  refused: REFUSED_FIND,
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const filter = filterOf(request, 'filter')
    const projection = parseProjection(request.document('projection'))
    const sort = parseSort(request.document('sort'))
    const [skip, limit] = [request.number('skip') ?? 0, request.number('limit') ?? 0]
    if (skip < 0 || limit < 0) throw new StoreError(2, 'skip and limit must not be negative')
    const options = { batchSize: request.number('batchSize'), isSingle: request.flag('singleBatch') }
    const collection = store.catalog.find(namespace)
    if (!collection) return firstBatch(store, namespaceText(namespace), streamOf([]), options)
    const query: Query = { filter, sort, skip, limit, hint: hintOf(request.raw('hint'), collection) }
    const results = execute(store.engine, collection, query, store.limits)
    return firstBatch(store, namespaceText(namespace), documentsOf(results, projection), options)
  },
}

function documentsOf(results: Results, projection: ((document: Buffer) => Buffer) | undefined) {
  return {
    next() {
      const document = results.next()?.document
      return document && projection ? projection(document) : document
    },
    pause: () => results.pause(),
  }
}

const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run: (store, request) => nextBatch(store, cursorId(request.raw('getMore')), request.number('batchSize')),
}

function cursorId(value: RawValue | undefined): bigint {
  if (value?.type !== BsonType.int64) throw new StoreError(14, 'a cursor id must be of type long')
  return value.bytes.readBigInt64LE(value.start)
}

const killCursors: Command = {
  fields: ['cursors'],
  run(store, request) {
    const list = request.raw('cursors')
    const ids = list?.type === BsonType.array ? itemsOf(list).map(cursorId) : []
    const killed = ids.filter((id) => store.cursors.close(id))
    const longs = (numbers: bigint[]) => numbers.map((id) => Long.fromBigInt(id))
    const missing = ids.filter((id) => !killed.includes(id))
    return ok({ cursorsKilled: longs(killed), cursorsNotFound: longs(missing), cursorsAlive: [], cursorsUnknown: [] })
  },
}

const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'fields'],
  run(store, request) {
    const collection = store.catalog.find(requireNamespace(request.database, request.target))
    const filter = filterOf(request, 'query')
    if (!collection) return ok({ n: 0 })
    const [skip, limit] = [request.number('skip') ?? 0, Math.abs(request.number('limit') ?? 0)]
    if (isEmptyFilter(filter)) {
      const all = Math.max(0, countAll(store.engine, collection) - skip)
      return ok({ n: limit > 0 ? Math.min(all, limit) : all })
    }
    const results = execute(
      store.engine,
      collection,
      { filter, sort: [], skip, limit, hint: hintOf(request.raw('hint'), collection) },
      store.limits,
    )
    return ok({ n: countOf(results) })
  },
}

/** How many documents a query has. */
export function countOf(results: Results): number {
  let count = 0
  while (results.next()) count++
  results.pause()
  return count
}

const distinct: Command = {
  fields: ['key', 'query', 'hint'],
  run(store, request) {
    const collection = store.catalog.find(requireNamespace(request.database, request.target))
    const key = request.text('key')
    if (key === undefined) throw new StoreError(14, "field 'key' must be of type string")
    const filter = filterOf(request, 'query')
    return ok({ values: collection ? distinctValues(store, collection, key, filter) : [] })
  },
}

function distinctValues(store: Store, collection: Collection, key: string, filter: Query['filter']): unknown[] {
  const path = parsePath(key)
  const found = new Map<string, RawValue>()
  const results = execute(store.engine, collection, { filter, sort: [], skip: 0, limit: 0 }, store.limits)
  for (let candidate = results.next(); candidate; candidate = results.next()) {
    visitPath(documentValue(candidate.document), path, (value, _position, isItem) => {
      if (value && (isItem || value.type !== BsonType.array)) found.set(valueKey(value).toString('latin1'), value)
      return false
    })
  }
  results.pause()
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => jsOf(value ?? NULL_VALUE))
}

export const readCommands: Readonly<Record<string, Command>> = { find, getMore, killCursors, count, distinct }
