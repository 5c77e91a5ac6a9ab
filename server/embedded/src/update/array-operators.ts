import { BsonType, TYPE_NAMES } from '../bson/bson-type.js'
import { ArrayNode, closeNode, openNode, type Node } from '../bson/node.js'
import { elementsOf, itemsOf, slice, type RawValue } from '../bson/raw.js'
import { numberOf } from '../bson/value.js'
import { compareValues, valueKey } from '../keys/value-key.js'
import { parseConditions, parseFilter } from '../query/filter.js'
import { matches, test } from '../query/match.js'
import { isOperatorDocument } from '../query/operator-document.js'
import { parseSort, sortKey } from '../query/sort.js'
import { StoreError } from '../store-error.js'
import type { Change } from './update-path.js'

function arrayOf(operator: string, path: string, current: Node): ArrayNode {
  const opened = openNode(current)
  if (opened instanceof ArrayNode) return opened
  const name = 'type' in opened ? TYPE_NAMES[opened.type] : 'object'
  throw new StoreError(2, `The field '${path}' must be an array but is of type ${name} (${operator})`)
}

function hasEach(operand: RawValue): boolean {
  return (
    operand.type === BsonType.document && elementsOf(operand.bytes, operand.start).some(([name]) => name === '$each')
  )
}

function eachOf(operator: string, value: RawValue): RawValue[] {
  if (value.type !== BsonType.array) throw new StoreError(2, `The argument to $each in ${operator} must be an array`)
  return itemsOf(value)
}

/** `$push`, with `$each`, `$position`, `$slice` and `$sort`. */
export function pushChange(path: string, operand: RawValue): Change {
  if (!hasEach(operand)) return (current) => appended(path, current, [operand], {})
  const modifiers = Object.fromEntries(elementsOf(operand.bytes, operand.start))
  const unknown = Object.keys(modifiers).find((name) => !['$each', '$position', '$slice', '$sort'].includes(name))
  if (unknown) throw new StoreError(2, `Unrecognized clause in $push: ${unknown}`)
  const items = eachOf('$push', modifiers['$each']!)
  return (current) => appended(path, current, items, modifiers)
}

function appended(
  path: string,
  current: Node | undefined,
  items: readonly RawValue[],
  modifiers: Record<string, RawValue>,
): Node {
  const array = current === undefined ? new ArrayNode([]) : arrayOf('$push', path, current)
  const position = wholeNumber('$position', modifiers['$position'])
  array.items.splice(position ?? array.items.length, 0, ...items)
  if (modifiers['$sort']) sortItems(array, modifiers['$sort'])
  const size = wholeNumber('$slice', modifiers['$slice'])
  if (size === undefined) return array
  return new ArrayNode(size < 0 ? array.items.slice(size) : array.items.slice(0, size))
}

function wholeNumber(name: string, value: RawValue | undefined): number | undefined {
  if (!value) return undefined
  const number = numberOf(value)
  if (number === undefined || !Number.isInteger(number))
    throw new StoreError(2, `The value for ${name} must be an integer value`)
  return number
}

function sortItems(array: ArrayNode, sort: RawValue): void {
  const direction = numberOf(sort)
  if (direction !== undefined) {
    array.items.sort((left, right) => compareValues(closeNode(left), closeNode(right)) * direction)
    return
  }
  const fields = parseSort(sort)
  const keyed = array.items.map((item) => ({ item, key: sortKey(documentBytes(closeNode(item)), fields) }))
  keyed.sort((left, right) => Buffer.compare(left.key, right.key))
  array.items.splice(0, array.items.length, ...keyed.map(({ item }) => item))
}

const EMPTY_DOCUMENT = Buffer.from([5, 0, 0, 0, 0])

function documentBytes(value: RawValue): Buffer {
  return value.type === BsonType.document ? slice(value) : EMPTY_DOCUMENT
}

/** `$addToSet`, with `$each`. */
export function addToSetChange(path: string, operand: RawValue): Change {
  const wanted = hasEach(operand) ? eachOf('$addToSet', elementsOf(operand.bytes, operand.start)[0]![1]) : [operand]
  return (current) => {
    const array = current === undefined ? new ArrayNode([]) : arrayOf('$addToSet', path, current)
    const known = new Set(array.items.map((item) => valueKey(closeNode(item)).toString('latin1')))
    for (const value of wanted) {
      const key = valueKey(value).toString('latin1')
      if (!known.has(key)) array.items.push(value)
      known.add(key)
    }
    return array
  }
}

/** `$pull`: by value, by operators, or by a filter on items that are documents. */
export function pullChange(path: string, operand: RawValue): Change {
  return removing('$pull', path, pullTest(operand))
}

function pullTest(operand: RawValue): (item: RawValue) => boolean {
  if (operand.type === BsonType.document && !isOperatorDocument(operand)) {
    const filter = parseFilter(operand)
    return (item) => item.type === BsonType.document && matches(filter, slice(item))
  }
  const conditions = parseConditions(operand)
  return (item) =>
    conditions.every(
      ({ isNegated, predicates }) => predicates.every((predicate) => test(predicate, item)) !== isNegated,
    )
}

/** `$pullAll`: items equal to one of a list. */
export function pullAllChange(path: string, operand: RawValue): Change {
  if (operand.type !== BsonType.array) throw new StoreError(2, '$pullAll requires an array argument')
  const keys = new Set(itemsOf(operand).map((item) => valueKey(item).toString('latin1')))
  return removing('$pullAll', path, (item) => keys.has(valueKey(item).toString('latin1')))
}

function removing(operator: string, path: string, isRemoved: (item: RawValue) => boolean): Change {
  return (current) => {
    if (current === undefined) return undefined
    const array = arrayOf(operator, path, current)
    return new ArrayNode(array.items.filter((item) => !isRemoved(closeNode(item))))
  }
}

/** `$pop`: 1 takes the last item, -1 the first. */
export function popChange(path: string, operand: RawValue): Change {
  const end = numberOf(operand)
  if (end !== 1 && end !== -1) throw new StoreError(9, `$pop expects 1 or -1, found: ${end}`)
  return (current) => {
    if (current === undefined) return undefined
    const { items } = arrayOf('$pop', path, current)
    return new ArrayNode(end === 1 ? items.slice(0, -1) : items.slice(1))
  }
}
