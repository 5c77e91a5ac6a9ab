import { BSON } from 'bson'
import { Aggregator } from 'mingo'
import { slice, type RawValue } from '../bson/raw.js'
import { BsonType } from '../bson/bson-type.js'
import { jsOf, rawDocument } from '../bson/value.js'
import { notSupported, StoreError } from '../store-error.js'
import { requireKnownOperators } from './allow-list.js'

type Stage = readonly [string, RawValue]

const STAGES = new Set([
  '$match',
  '$sort',
  '$skip',
  '$limit',
  '$project',
  '$addFields',
  '$set',
  '$unset',
  '$group',
  '$unwind',
  '$count',
  '$replaceRoot',
  '$replaceWith',
  '$sortByCount',
  '$facet',
  '$lookup',
  '$bucket',
])
const EXPRESSION_STAGES = new Set([
  '$project',
  '$addFields',
  '$set',
  '$group',
  '$replaceRoot',
  '$replaceWith',
  '$sortByCount',
  '$bucket',
])

/** Refuses stages and operators that are not on the list. @throws StoreError 115 */
export function requireKnownStages(stages: readonly Stage[]): void {
  for (const [name, value] of stages) {
    if (!STAGES.has(name)) throw notSupported(`the aggregation stage ${name}`)
    if (EXPRESSION_STAGES.has(name)) requireKnownOperators(jsOf(value))
    if (name === '$lookup') requirePlainLookup(jsOf(value) as Record<string, unknown>)
    if (name === '$facet') requireKnownFacets(jsOf(value) as Record<string, Record<string, unknown>[]>)
  }
}

function requirePlainLookup(lookup: Record<string, unknown>): void {
  if (lookup['pipeline'] || lookup['let']) throw notSupported('$lookup with a pipeline')
}

function requireKnownFacets(facets: Record<string, Record<string, unknown>[]>): void {
  for (const stage of Object.values(facets).flat()) {
    const [name] = Object.keys(stage)
    if (!name || !STAGES.has(name)) throw notSupported(`the aggregation stage ${name} in $facet`)
    if (EXPRESSION_STAGES.has(name)) requireKnownOperators(stage[name])
  }
}

/** Runs stages over documents in memory. */
export function runStages(
  documents: readonly Buffer[],
  stages: readonly Stage[],
  resolve: (collection: string) => Buffer[],
): Buffer[] {
  if (stages.length === 0) return [...documents]
  const pipeline = stages.map(([name, value]) => ({
    [name]: value.type === BsonType.document ? BSON.deserialize(slice(value)) : jsOf(value),
  }))
  const read = (document: Buffer) => BSON.deserialize(document)
  const options = { collectionResolver: (name: string) => resolve(name).map(read) }
  try {
    return new Aggregator(pipeline as never, options as never)
      .run(documents.map(read) as never)
      .map((document) => rawDocument(document as object))
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(2, `aggregation failed: ${(error as Error).message}`)
  }
}
