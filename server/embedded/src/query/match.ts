import { BsonType } from '../bson/bson-type.js'
import { documentValue, itemsOf, payloadEnd, type RawValue } from '../bson/raw.js'
import { numberOf } from '../bson/value.js'
import { Tag, valueKey } from '../keys/value-key.js'
import type { Filter } from './filter.js'
import { visitPath, visitWhole, type Path } from './path.js'
import type { Comparison, Condition, Predicate } from './predicate.js'

/** What matching learns by the way: the element of the outermost array that matched, which the positional operator `$` means. */
export interface MatchDetails {
  position?: number | undefined
}

/** Whether a document fulfils a filter. */
export function matches(filter: Filter, document: Buffer, details?: MatchDetails): boolean {
  return matchesValue(filter, documentValue(document), document, details)
}

function matchesValue(filter: Filter, value: RawValue, whole: Buffer, details?: MatchDetails): boolean {
  for (const { path, conditions } of filter.fields) {
    for (const condition of conditions) if (!holds(condition, value, path, details)) return false
  }
  if (!filter.ors.every((branches) => branches.some((branch) => matchesValue(branch, value, whole, details))))
    return false
  if (!filter.nors.every((branches) => !branches.some((branch) => matchesValue(branch, value, whole)))) return false
  return filter.expressions.every((expression) => expression(whole))
}

function holds({ isNegated, predicates }: Condition, root: RawValue, path: Path, details?: MatchDetails): boolean {
  const all = predicates.every((predicate) => holdsSomewhere(predicate, root, path, isNegated ? undefined : details))
  return all !== isNegated
}

function holdsSomewhere(predicate: Predicate, root: RawValue, path: Path, details?: MatchDetails): boolean {
  const isWhole = predicate.kind === 'size' || predicate.kind.startsWith('elemMatch')
  const visit = isWhole ? visitWhole : visitPath
  return visit(root, path, (value, position) => {
    const inner: MatchDetails = {}
    if (!test(predicate, value, inner)) return false
    if (details) details.position = position ?? inner.position ?? details.position
    return true
  })
}

/** Whether one value (undefined: missing) fulfils a predicate. */
export function test(predicate: Predicate, value: RawValue | undefined, details?: MatchDetails): boolean {
  switch (predicate.kind) {
    case 'eq':
      if (!value) return predicate.isNull
      return equals(predicate.operand, predicate.key, value)
    case 'compare':
      return compares(predicate.operator, predicate.operand, predicate.key, value)
    case 'in':
      if (!value) return predicate.hasNull
      return (
        predicate.keys.has(valueKey(value).toString('latin1')) ||
        predicate.patterns.some((pattern) => test(pattern, value))
      )
    case 'exists':
      return value !== undefined
    case 'type':
      return value !== undefined && predicate.types.has(value.type)
    case 'regex':
      return value !== undefined && matchesPattern(predicate.pattern, predicate.key, value)
    case 'mod':
      return value !== undefined && hasRemainder(value, predicate.divisor, predicate.remainder)
    case 'size':
      return value?.type === BsonType.array && itemsOf(value).length === predicate.size
    case 'elemMatchValue':
    case 'elemMatchDocument':
      return value?.type === BsonType.array && someItem(predicate, value, details)
  }
}

// Most filters compare strings, ids and small numbers of one type: their bytes decide without making a key.
function equals(operand: RawValue, key: Buffer, value: RawValue): boolean {
  if (
    operand.type === value.type &&
    operand.type !== BsonType.double &&
    operand.type < BsonType.int64 &&
    !isContainer(operand.type)
  )
    return operand.bytes.compare(value.bytes, value.start, value.end, operand.start, operand.end) === 0
  if (operand.type === BsonType.string || operand.type === BsonType.objectId) return false
  return valueKey(value).equals(key)
}

function isContainer(type: number): boolean {
  return type === BsonType.document || type === BsonType.array
}

function compares(operator: Comparison, operand: RawValue, key: Buffer, value: RawValue | undefined): boolean {
  const allowsEqual = operator === '$gte' || operator === '$lte'
  if (!value) return allowsEqual && operand.type === BsonType.null
  if (value.type === BsonType.int32 && operand.type === BsonType.int32) {
    const difference = value.bytes.readInt32LE(value.start) - operand.bytes.readInt32LE(operand.start)
    return difference === 0 ? allowsEqual : operator.startsWith('$g') === difference > 0
  }
  const valueBytes = valueKey(value)
  const acrossTypes = operand.type === BsonType.minKey || operand.type === BsonType.maxKey
  if (!acrossTypes && valueBytes[0] !== key[0]) return false
  if (valueBytes.equals(key)) return allowsEqual
  if (key[0] === Tag.number && valueBytes[0] === Tag.number && (isNaNKey(key) || isNaNKey(valueBytes))) return false
  return operator.startsWith('$g') ? Buffer.compare(valueBytes, key) > 0 : Buffer.compare(valueBytes, key) < 0
}

/** NaN is the one number whose sortable bits are all zero. */
export function isNaNKey(key: Buffer): boolean {
  return key[0] === Tag.number && key.readUInt32BE(1) === 0 && key.readUInt32BE(5) === 0
}

function matchesPattern(pattern: RegExp, key: Buffer | undefined, value: RawValue): boolean {
  if (value.type === BsonType.string) return pattern.test(value.bytes.toString('utf8', value.start + 4, value.end - 1))
  return value.type === BsonType.regex && key !== undefined && valueKey(value).equals(key)
}

function hasRemainder(value: RawValue, divisor: bigint, remainder: bigint): boolean {
  if (value.type === BsonType.int64) return value.bytes.readBigInt64LE(value.start) % divisor === remainder
  const number = numberOf(value)
  return number !== undefined && Number.isFinite(number) && BigInt(Math.trunc(number)) % divisor === remainder
}

type ElementMatch = Extract<Predicate, { kind: 'elemMatchValue' | 'elemMatchDocument' }>

function someItem(predicate: ElementMatch, array: RawValue, details?: MatchDetails): boolean {
  const position = itemsOf(array).findIndex((item) => itemMatches(predicate, item))
  if (position < 0) return false
  if (details) details.position = position
  return true
}

function itemMatches(predicate: ElementMatch, item: RawValue): boolean {
  if (predicate.kind === 'elemMatchDocument')
    return (
      isContainer(item.type) &&
      matchesValue(predicate.filter, asDocument(item), item.bytes.subarray(item.start, item.end))
    )
  return predicate.predicates.every(
    ({ isNegated, predicates }) => predicates.every((inner) => testItem(inner, item)) !== isNegated,
  )
}

function testItem(predicate: Predicate, item: RawValue): boolean {
  return test(predicate, item)
}

// An array item of an array is matched like a document with the positions as names.
function asDocument(item: RawValue): RawValue {
  return { ...item, type: BsonType.document, end: payloadEnd(BsonType.document, item.bytes, item.start) }
}

/** A test for one array item, from the conditions of an `$elemMatch`. */
export function itemTest(conditions: readonly Condition[]): (item: RawValue) => boolean {
  const [predicate] = conditions[0]!.predicates
  if (predicate?.kind !== 'elemMatchValue' && predicate?.kind !== 'elemMatchDocument') return () => false
  return (item) => itemMatches(predicate, item)
}
