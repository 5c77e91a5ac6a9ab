import { BSON } from 'bson'
import { BsonType } from '../bson/bson-type.js'
import { documentValue, elementsOf, itemsOf, slice, type RawValue } from '../bson/raw.js'
import { numberOf, rawDocument, textOf } from '../bson/value.js'
import { runStages, requireKnownStages } from '../aggregate/stages.js'
import { execute, type Query, type Results } from '../query/execute.js'
import { parseFilter } from '../query/filter.js'
import { parseSort } from '../query/sort.js'
import type { Collection } from '../storage/catalog.js'
import { namespaceText, requireNamespace } from '../storage/namespace.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'
import type { Request } from '../wire/request.js'
import { firstBatch, streamOf } from './batch.js'
import type { Command } from './command.js'
import { countOf, hintOf } from './read.js'

type Stage = readonly [string, RawValue]

const MAX_DOCUMENTS = 200_000
const EMPTY = documentValue(Buffer.from([5, 0, 0, 0, 0]))

/** The stages at the head of a pipeline that a query can do with an index, and the rest. */
export interface SplitPipeline {
  readonly query: Omit<Query, 'hint'>
  readonly rest: readonly Stage[]
}

/** @throws StoreError for malformed stages */
export function splitPipeline(pipeline: RawValue | undefined): SplitPipeline {
  if (pipeline?.type !== BsonType.array) throw new StoreError(14, "'pipeline' option must be specified as an array")
  const stages = itemsOf(pipeline).map(stageOf)
  let at = 0
  const filter = parseFilter(stages[at]?.[0] === '$match' ? stages[at++]![1] : EMPTY)
  const sort = parseSort(stages[at]?.[0] === '$sort' ? stages[at++]![1] : undefined)
  const skip = stages[at]?.[0] === '$skip' ? countIn(stages[at++]!) : 0
  const limit = stages[at]?.[0] === '$limit' ? countIn(stages[at++]!) : 0
  return { query: { filter, sort, skip, limit }, rest: stages.slice(at) }
}

function stageOf(stage: RawValue): Stage {
  const elements = stage.type === BsonType.document ? elementsOf(stage.bytes, stage.start) : []
  if (elements.length !== 1)
    throw new StoreError(40323, 'A pipeline stage specification object must contain exactly one field.')
  return elements[0]!
}

function countIn([name, value]: Stage): number {
  const number = numberOf(value)
  if (number === undefined || !Number.isInteger(number) || number < (name === '$limit' ? 1 : 0))
    throw new StoreError(15958, `${name} must be a positive whole number`)
  return number
}

export const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'bypassDocumentValidation', 'hint', 'let'],
  refused: { let: 'let variables', explain: 'the explain option (use the explain command)' },
  run(store, request) {
    if (typeof request.target !== 'string') throw notSupported('an aggregation without a collection')
    const namespace = requireNamespace(request.database, request.target)
    const { query, rest } = splitPipeline(request.raw('pipeline'))
    requireKnownStages(rest.map(([name, value]) => [name, value]))
    const collection = store.catalog.find(namespace)
    const name = namespaceText(namespace)
    const options = { batchSize: batchSizeOf(request) }
    if (!collection) return firstBatch(store, name, streamOf(runStages([], rest, resolver(store, request))), options)
    const results = execute(
      store.engine,
      collection,
      { ...query, hint: hintOf(request.raw('hint'), collection) },
      store.limits,
    )
    if (rest.length === 0)
      return firstBatch(store, name, { next: () => results.next()?.document, pause: () => results.pause() }, options)
    const counted = countingField(rest)
    if (counted) return firstBatch(store, name, streamOf(countDocuments(results, counted)), options)
    return firstBatch(
      store,
      name,
      streamOf(runStages(collect(results, collection), rest, resolver(store, request))),
      options,
    )
  },
}

function batchSizeOf(request: Request): number | undefined {
  const cursor = request.document('cursor')
  return cursor && numberOf(elementsOf(cursor.bytes, cursor.start).find(([name]) => name === 'batchSize')?.[1])
}

/** The pipeline with which drivers count: `{$group: {_id: <constant>, <name>: {$sum: 1}}}`. */
function countingField(rest: readonly Stage[]): { name: string; id: unknown } | undefined {
  if (rest.length !== 1) return undefined
  const [stage, value] = rest[0]!
  if (stage === '$count') return { name: textOf(value) ?? 'count', id: undefined }
  if (stage !== '$group') return undefined
  const group = BSON.deserialize(slice(value))
  const names = Object.keys(group).filter((name) => name !== '_id')
  const isConstant = typeof group['_id'] === 'number' || group['_id'] === null
  const isCount = names.length === 1 && JSON.stringify(group[names[0]!]) === '{"$sum":1}'
  return isConstant && isCount ? { name: names[0]!, id: group['_id'] as unknown } : undefined
}

function countDocuments(results: Results, { name, id }: { name: string; id: unknown }): Buffer[] {
  const count = countOf(results)
  if (count === 0) return []
  return [rawDocument(id === undefined ? { [name]: count } : { _id: id, [name]: count })]
}

function collect(results: Results, collection: Collection): Buffer[] {
  const documents: Buffer[] = []
  for (let candidate = results.next(); candidate; candidate = results.next()) {
    if (documents.length === MAX_DOCUMENTS) {
      results.pause()
      throw new StoreError(
        292,
        `an aggregation on ${namespaceText(collection.namespace)} would hold more than ${MAX_DOCUMENTS} documents in memory; narrow its first $match`,
      )
    }
    documents.push(candidate.document)
  }
  results.pause()
  return documents
}

/** Gives `$lookup` the documents of another collection, bounded like every other scan. */
function resolver(store: Store, request: Request): (name: string) => Buffer[] {
  return (name) => {
    const collection = store.catalog.find(requireNamespace(request.database, name))
    if (!collection) return []
    const everything = { filter: parseFilter(EMPTY), sort: [], skip: 0, limit: store.limits.scannedDocuments + 1 }
    const documents = collect(execute(store.engine, collection, everything, store.limits), collection)
    if (documents.length > store.limits.scannedDocuments)
      throw notSupported(`$lookup into a collection of more than ${store.limits.scannedDocuments} documents`)
    return documents
  }
}
