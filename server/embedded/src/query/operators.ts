import { BsonType, TYPE_NAMES, isNumeric } from '../bson/bson-type.js'
import { elementsOf, itemsOf, type RawValue } from '../bson/raw.js'
import { flagOf, numberOf, textOf } from '../bson/value.js'
import { valueKey } from '../keys/value-key.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Filter } from './filter.js'
import { isOperatorDocument } from './operator-document.js'
import type { Condition, Predicate } from './predicate.js'
import { regexPredicate, regexOf } from './regex.js'

/** Parses a filter; given from outside because `$elemMatch` holds filters and filters hold operators. */
type ParseFilter = (filter: RawValue) => Filter

/** Parses what stands behind a field name in a filter: a value to equal, or a document of operators. */
export function parseConditionsWith(value: RawValue, parseFilter: ParseFilter): Condition[] {
  if (!isOperatorDocument(value)) return [positive(equality(value))]
  const elements = elementsOf(value.bytes, value.start)
  const conditions: Condition[] = []
  for (const [name, operand] of elements) {
    if (!name.startsWith('$')) throw new StoreError(2, `unknown operator: ${name}`)
    if (name === '$options') continue
    conditions.push(...parseOperator(name, operand, { siblings: elements, parseFilter }))
  }
  return conditions
}

function positive(...predicates: Predicate[]): Condition {
  return { isNegated: false, predicates }
}

function negative(...predicates: Predicate[]): Condition {
  return { isNegated: true, predicates }
}

interface Around {
  readonly siblings: readonly [string, RawValue][]
  readonly parseFilter: ParseFilter
}

function parseOperator(name: string, operand: RawValue, { siblings, parseFilter }: Around): Condition[] {
  switch (name) {
    case '$eq':
      return [positive(plainEquality(operand))]
    case '$ne':
      if (operand.type === BsonType.regex) throw new StoreError(2, "Can't have regex as arg to $ne.")
      return [negative(plainEquality(operand))]
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (operand.type === BsonType.regex) throw new StoreError(2, `Can't have RegEx as arg to predicate over field`)
      return [positive({ kind: 'compare', operator: name, operand, key: valueKey(operand) })]
    case '$in':
      return [positive(membership(name, operand))]
    case '$nin':
      return [negative(membership(name, operand))]
    case '$exists':
      return [{ isNegated: !flagOf(operand), predicates: [{ kind: 'exists' }] }]
    case '$type':
      return [positive({ kind: 'type', types: typesOf(operand) })]
    case '$regex':
      return [positive(regexPredicate(regexOf(operand, siblings.find(([sibling]) => sibling === '$options')?.[1])))]
    case '$not':
      return negate(operand, parseFilter)
    case '$mod':
      return [positive(modulo(operand))]
    case '$size':
      return [positive({ kind: 'size', size: sizeOf(operand) })]
    case '$all':
      return all(operand, parseFilter)
    case '$elemMatch':
      return [positive(elementMatch(operand, parseFilter))]
    default:
      if (KNOWN_ELSEWHERE.has(name)) throw notSupported(name)
      throw new StoreError(2, `unknown operator: ${name}`)
  }
}

const KNOWN_ELSEWHERE = new Set([
  '$bitsAllSet',
  '$bitsAllClear',
  '$bitsAnySet',
  '$bitsAnyClear',
  '$geoWithin',
  '$geoIntersects',
  '$near',
  '$nearSphere',
  '$geoNear',
  '$within',
  '$text',
  '$where',
])

function equality(value: RawValue): Predicate {
  return value.type === BsonType.regex ? regexPredicate(regexOf(value, undefined)) : plainEquality(value)
}

function plainEquality(operand: RawValue): Predicate {
  return { kind: 'eq', operand, key: valueKey(operand), isNull: operand.type === BsonType.null }
}

function membership(name: string, operand: RawValue): Predicate {
  if (operand.type !== BsonType.array) throw new StoreError(2, `${name} needs an array`)
  const keys = new Map<string, Buffer>()
  const patterns: Predicate[] = []
  let hasNull = false
  for (const item of itemsOf(operand)) {
    if (isOperatorDocument(item)) throw new StoreError(2, `cannot nest $ under ${name}`)
    if (item.type === BsonType.regex) patterns.push(regexPredicate(regexOf(item, undefined)))
    if (item.type === BsonType.null) hasNull = true
    const key = valueKey(item)
    keys.set(key.toString('latin1'), key)
  }
  return { kind: 'in', keys, hasNull, patterns }
}

function negate(operand: RawValue, parseFilter: ParseFilter): Condition[] {
  if (operand.type === BsonType.regex) return [negative(equality(operand))]
  if (!isOperatorDocument(operand)) throw new StoreError(2, '$not needs a regex or a document')
  const inner = parseConditionsWith(operand, parseFilter)
  const [only] = inner
  if (inner.length === 1 && only) return [{ isNegated: !only.isNegated, predicates: only.predicates }]
  return [{ isNegated: true, predicates: inner.flatMap(conjunctionMember) }]
}

// not(a and b) over one path: kept as one negated condition whose predicates must all hold for it to fail.
function conjunctionMember(condition: Condition): readonly Predicate[] {
  if (condition.isNegated) throw notSupported('$not over several operators of which one is a negation')
  return condition.predicates
}

function modulo(operand: RawValue): Predicate {
  const items = operand.type === BsonType.array ? itemsOf(operand) : []
  const [divisor, remainder] = items.map((item) => Math.trunc(numberOf(item) ?? NaN))
  if (items.length !== 2 || !Number.isFinite(divisor) || !Number.isFinite(remainder))
    throw new StoreError(2, 'malformed mod, needs to be an array of two numbers')
  if (divisor === 0) throw new StoreError(2, 'divisor cannot be 0')
  return { kind: 'mod', divisor: BigInt(divisor!), remainder: BigInt(remainder!) }
}

function sizeOf(operand: RawValue): number {
  const size = isNumeric(operand.type) ? numberOf(operand) : undefined
  if (size === undefined || !Number.isInteger(size)) throw new StoreError(9, '$size must be a whole number')
  if (size < 0) throw new StoreError(9, '$size may not be negative')
  return size
}

function all(operand: RawValue, parseFilter: ParseFilter): Condition[] {
  if (operand.type !== BsonType.array) throw new StoreError(2, '$all needs an array')
  const items = itemsOf(operand)
  if (items.length === 0) return [positive({ kind: 'in', keys: new Map(), hasNull: false, patterns: [] })]
  return items.flatMap((item) => {
    if (!isOperatorDocument(item)) return [positive(equality(item))]
    const conditions = parseConditionsWith(item, parseFilter)
    if (conditions.some(({ predicates }) => !predicates[0]!.kind.startsWith('elemMatch')))
      throw new StoreError(2, 'no $ expressions in $all')
    return conditions
  })
}

function elementMatch(operand: RawValue, parseFilter: ParseFilter): Predicate {
  if (operand.type !== BsonType.document) throw new StoreError(2, '$elemMatch needs an Object')
  const first = elementsOf(operand.bytes, operand.start)[0]?.[0]
  const isLogical = first === '$and' || first === '$or' || first === '$nor' || first === '$expr'
  if (first?.startsWith('$') && !isLogical)
    return { kind: 'elemMatchValue', predicates: parseConditionsWith(operand, parseFilter) }
  return { kind: 'elemMatchDocument', filter: parseFilter(operand) }
}

function typesOf(operand: RawValue): Set<number> {
  const names = operand.type === BsonType.array ? itemsOf(operand) : [operand]
  if (names.length === 0) throw new StoreError(9, '$type must match at least one type')
  return new Set(names.flatMap(typeOf))
}

function typeOf(operand: RawValue): number[] {
  const text = textOf(operand)
  if (text === 'number') return [BsonType.double, BsonType.int32, BsonType.int64, BsonType.decimal128]
  const byNumber = numberOf(operand)
  for (const [type, name] of Object.entries(TYPE_NAMES)) {
    if (text === name || byNumber === Number(type)) return [Number(type)]
  }
  if (byNumber === -1) return [BsonType.minKey]
  throw new StoreError(2, `Unknown type name alias: ${text ?? byNumber}`)
}
