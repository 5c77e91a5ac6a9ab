import type { Collection, Index } from '../storage/catalog.js'
import { afterPrefix } from '../keys/key-writer.js'
import { indexField } from '../keys/index-keys.js'
import { bytesOf, intervalsOf, joinIntervals, pointBytes, type Interval } from './bounds.js'
import type { Filter } from './filter.js'
import { implies, requiresPresence } from './implication.js'
import { orderOf } from './plan-order.js'
import type { Condition, Predicate } from './predicate.js'
import type { SortField } from './sort.js'

/** Bytes of an index to read, and how long the part is that all its keys share (for merging by what follows). */
export interface KeyRange {
  readonly start: Buffer
  readonly end: Buffer
  readonly prefixLength: number
}

/** How a query will be answered. */
export interface Plan {
  readonly index: Index
  readonly isPrimary: boolean
  readonly ranges: readonly KeyRange[]
  readonly isReverse: boolean
  /** Whether documents come out in the order asked for. */
  readonly isSorted: boolean
  /** Whether the ranges must be merged by what follows their prefixes to be sorted. */
  readonly isMerge: boolean
  /** Whether a condition narrows the scan; without one every document may have to be looked at. */
  readonly isBounded: boolean
  /** Whether the bounds say all that the filter says, so that documents need not be tested again. */
  readonly isExact: boolean
  readonly score: number
}

const MAX_RANGES = 100_000
const MAX_MERGED_RANGES = 200
const SCORE = { point: 100, points: 90, range: 40, sorted: 60, sortedWithLimit: 150, unique: 20 }

/** The `_id` order of the documents themselves, seen as an index. */
export function primaryIndex(collection: Collection): Index {
  return {
    id: collection.id,
    name: '_id_',
    fields: [indexField('_id', 1)],
    isUnique: true,
    isSparse: false,
    partial: undefined,
    partialSource: undefined,
    expireAfterSeconds: undefined,
    readsOnly: undefined,
    multikey: [false],
  }
}

/** What a plan is made for. */
export interface PlanRequest {
  readonly filter: Filter
  readonly sort: readonly SortField[]
  readonly hasLimit: boolean
  readonly hint?: string | undefined
}

/** The best way to answer a query through one index; a scan of all documents when no index helps. */
export function choosePlan(collection: Collection, request: PlanRequest): Plan {
  const primary = primaryIndex(collection)
  const wanted = necessaryPredicates(request.filter)
  // No index finds fewer than the one document of an `_id`.
  const onlyId = wanted.has('_id') ? boundsOf(primary, wanted).flat() : []
  const isOneDocument = !request.hint && onlyId.length === 1 && onlyId[0]!.isPoint
  const candidates = [primary, ...(isOneDocument ? [] : collection.indexes)].filter(
    ({ name }) => !request.hint || name === request.hint,
  )
  const plans = candidates
    .map((index) => planFor(index, { wanted, request, primary }))
    .filter((plan) => plan !== undefined)
  return plans.reduce((best, plan) => (plan.score > best.score ? plan : best), plans[0] ?? fullScan(primary))
}

function fullScan(primary: Index): Plan {
  return {
    index: primary,
    isPrimary: true,
    ranges: [wholeIndex(primary)],
    isReverse: false,
    isSorted: false,
    isMerge: false,
    isBounded: false,
    isExact: false,
    score: 0,
  }
}

function wholeIndex({ id }: Index): KeyRange {
  const start = Buffer.alloc(4)
  start.writeUInt32BE(id)
  return { start, end: afterPrefix(start)!, prefixLength: 4 }
}

/** The predicates that must hold for some value of each path. */
function necessaryPredicates(filter: Filter, base = ''): Map<string, Predicate[]> {
  const found = new Map<string, Predicate[]>()
  const add = (path: string, predicates: readonly Predicate[]) =>
    found.set(path, [...(found.get(path) ?? []), ...predicates])
  for (const { path, conditions } of filter.fields) {
    for (const { isNegated, predicates } of conditions) {
      if (isNegated) continue
      add(base + path.text, predicates)
      for (const predicate of predicates) addInside(predicate, base + path.text, add)
    }
  }
  return found
}

function addInside(
  predicate: Predicate,
  path: string,
  add: (path: string, predicates: readonly Predicate[]) => void,
): void {
  if (predicate.kind === 'elemMatchDocument')
    for (const [inner, predicates] of necessaryPredicates(predicate.filter, `${path}.`)) add(inner, predicates)
  if (predicate.kind === 'elemMatchValue')
    for (const { isNegated, predicates } of predicate.predicates) if (!isNegated) add(path, predicates)
}

function planFor(
  index: Index,
  { wanted, request, primary }: { wanted: Map<string, Predicate[]>; request: PlanRequest; primary: Index },
): Plan | undefined {
  const isPrimary = index === primary
  if (index.partial && !implies(request.filter, index.partial)) return undefined
  if (index.isSparse && !index.fields.some(({ path }) => wanted.get(path)?.some(requiresPresence))) return undefined
  const bounds = boundsOf(index, wanted)
  const points = bounds.filter((list) => list.every(({ isPoint }) => isPoint))
  const order = orderOf(index, bounds, points.length, request.sort)
  const isBounded = bounds.length > 0
  if (!isBounded && !isPrimary && !(order.isSorted && request.sort.length > 0) && !request.hint) return undefined
  const ranges = rangesOf(index, bounds)
  const isUnwieldyMerge = order.isMerge && ranges.length > MAX_MERGED_RANGES
  const isSorted = order.isSorted && !isUnwieldyMerge
  return {
    index,
    isPrimary,
    ranges: order.isReverse ? [...ranges].reverse() : ranges,
    isReverse: order.isReverse,
    isSorted,
    isMerge: order.isMerge && isSorted,
    isBounded,
    isExact: isExact(index, bounds.length, request.filter),
    score: scoreOf(index, bounds, {
      isSorted: isSorted && request.sort.length > 0,
      hasLimit: request.hasLimit,
    }),
  }
}

function boundsOf(index: Index, wanted: Map<string, Predicate[]>): Interval[][] {
  const bounds: Interval[][] = []
  const boundedRoots = new Set<string>()
  let ranges = 1
  for (const [at, { path }] of index.fields.entries()) {
    const root = path.split('.')[0]!
    const lists = (wanted.get(path) ?? []).map(intervalsOf).filter((list) => list !== undefined)
    const joined = joinIntervals(lists, { isMultikey: index.multikey[at]! })
    const isSharedArray = index.multikey[at] && boundedRoots.has(root)
    if (!joined || isSharedArray || ranges * joined.length > MAX_RANGES) break
    bounds.push(joined)
    ranges *= joined.length
    if (index.multikey[at]) boundedRoots.add(root)
    if (!joined.every(({ isPoint }) => isPoint)) break
  }
  return bounds
}

function rangesOf(index: Index, bounds: readonly Interval[][]): KeyRange[] {
  let prefixes = [wholeIndex(index).start]
  for (const [at, list] of bounds.entries()) {
    const { direction } = index.fields[at]!
    if (!list.every(({ isPoint }) => isPoint))
      return prefixes.flatMap((prefix) => list.map((interval) => rangeOf(prefix, interval, direction)))
    const bytes = list.map((interval) => pointBytes(interval, direction)).sort(Buffer.compare)
    prefixes = prefixes.flatMap((prefix) => bytes.map((point) => Buffer.concat([prefix, point])))
  }
  return prefixes.map((prefix) => ({ start: prefix, end: afterPrefix(prefix)!, prefixLength: prefix.length }))
}

function rangeOf(prefix: Buffer, interval: Interval, direction: 1 | -1): KeyRange {
  const { start, end } = bytesOf(interval, direction)
  return { start: Buffer.concat([prefix, start]), end: Buffer.concat([prefix, end]), prefixLength: prefix.length }
}

function isExact(index: Index, boundedFields: number, filter: Filter): boolean {
  if (filter.ors.length + filter.nors.length + filter.expressions.length > 0) return false
  const bounded = new Map(index.fields.slice(0, boundedFields).map(({ path }, at) => [path, index.multikey[at]!]))
  const seen = new Set<string>()
  return filter.fields.every(({ path, conditions }) => {
    const isRepeated = seen.has(path.text)
    seen.add(path.text)
    const isPlain = bounded.get(path.text) === false && !isRepeated
    return isPlain && (conditions.length === 1 || conditions.every(isComparison)) && conditions.every(isSaidByBounds)
  })
}

function isComparison({ predicates }: Condition): boolean {
  return predicates[0]?.kind === 'compare'
}

// Null stands in an index for a missing field as well, and patterns need the text itself.
function isSaidByBounds({ isNegated, predicates }: Condition): boolean {
  const [predicate] = predicates
  if (isNegated || predicates.length !== 1 || !predicate || !requiresPresence(predicate)) return false
  if (predicate.kind !== 'eq' && predicate.kind !== 'compare' && predicate.kind !== 'in') return false
  return intervalsOf(predicate) !== undefined
}

function scoreOf(
  index: Index,
  bounds: readonly Interval[][],
  { isSorted, hasLimit }: { isSorted: boolean; hasLimit: boolean },
): number {
  const fields = bounds.reduce((sum, list) => {
    if (!list.every(({ isPoint }) => isPoint)) return sum + SCORE.range
    return sum + (list.length === 1 ? SCORE.point : SCORE.points)
  }, 0)
  const sorted = isSorted ? (hasLimit ? SCORE.sortedWithLimit : SCORE.sorted) : 0
  const isWhole = index.isUnique && bounds.length === index.fields.length
  return fields + sorted + (isWhole ? SCORE.unique : 0)
}
