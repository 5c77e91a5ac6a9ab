import { BsonType } from '../bson/bson-type.js'
import { findElement, itemsOf, type RawValue } from '../bson/raw.js'
import { NULL_VALUE } from '../bson/value.js'
import { StoreError } from '../store-error.js'
import { KeyWriter } from './key-writer.js'
import { Tag, writeValueKey } from './value-key.js'

/** One field of an index: its dotted path, split and as bytes, and its direction. */
export interface IndexField {
  readonly path: string
  readonly parts: readonly Buffer[]
  readonly direction: 1 | -1
}

/** One key that a document has in an index, with the values that made it (for the words of a duplicate-key error). */
export interface IndexKey {
  readonly bytes: Buffer
  readonly values: readonly (RawValue | undefined)[]
}

/** All keys of one document in one index, and which fields met an array. */
export interface IndexKeys {
  readonly keys: readonly IndexKey[]
  readonly multikey: readonly boolean[]
  /** Whether at least one indexed field is there; sparse indexes hold no others. */
  readonly hasAny: boolean
}

/** Marks the one key of an empty array, which is neither null nor missing. */
const EMPTY_ARRAY: RawValue = { type: -1, bytes: NULL_VALUE.bytes, start: 0, end: 0 }

export function indexField(path: string, direction: number): IndexField {
  return { path, parts: path.split('.').map((part) => Buffer.from(part)), direction: direction < 0 ? -1 : 1 }
}

interface FieldValues {
  values: (RawValue | undefined)[]
  isArray: boolean
  isThere: boolean
}

function collect(value: RawValue, parts: readonly Buffer[], at: number, found: FieldValues): void {
  if (at === parts.length) {
    found.isThere = true
    if (value.type !== BsonType.array) {
      found.values.push(value)
      return
    }
    found.isArray = true
    const items = itemsOf(value)
    if (items.length === 0) found.values.push(EMPTY_ARRAY)
    for (const item of items) found.values.push(item)
    return
  }
  if (value.type === BsonType.document) {
    const next = findElement(value.bytes, value.start, parts[at]!)
    if (next) collect(next, parts, at + 1, found)
    else found.values.push(undefined)
    return
  }
  if (value.type !== BsonType.array) {
    found.values.push(undefined)
    return
  }
  collectItems(value, parts, at, found)
}

// On the way to the last field an array stands for each of its documents; one without any counts as a missing field.
function collectItems(array: RawValue, parts: readonly Buffer[], at: number, found: FieldValues): void {
  found.isArray = true
  const items = itemsOf(array)
  const numeric = /^\d+$/.test(parts[at]!.toString()) ? items[Number(parts[at]!.toString())] : undefined
  if (numeric) collect(numeric, parts, at + 1, found)
  const before = found.values.length
  for (const item of items) if (item.type === BsonType.document) collect(item, parts, at, found)
  if (found.values.length === before && !numeric) found.values.push(undefined)
}

const shared = new KeyWriter()

function writeField(value: RawValue | undefined, direction: 1 | -1): void {
  const start = shared.length
  if (value === EMPTY_ARRAY) shared.byte(Tag.emptyArray)
  else writeValueKey(shared, value ?? NULL_VALUE)
  if (direction < 0) shared.invert(start)
}

/**
 * The keys of a document in an index, prefixed with the index's number.
 * @throws StoreError 171 when two fields of one index are arrays in the same document
 */
export function indexKeys(document: Buffer, indexId: number, fields: readonly IndexField[]): IndexKeys {
  const root: RawValue = { type: BsonType.document, bytes: document, start: 0, end: document.length }
  const found = fields.map(({ parts }) => {
    const values: FieldValues = { values: [], isArray: false, isThere: false }
    collect(root, parts, 0, values)
    return values
  })
  const combined = combine(found, fields)
  const keys = combined.map((values) => {
    shared.length = 0
    shared.uint32(indexId)
    values.forEach((value, index) => writeField(value, fields[index]!.direction))
    return { bytes: shared.take(), values }
  })
  return {
    keys: keys.length > 1 ? distinct(keys) : keys,
    multikey: found.map(({ isArray }) => isArray),
    hasAny: found.some(({ isThere }) => isThere),
  }
}

function combine(found: readonly FieldValues[], fields: readonly IndexField[]): (RawValue | undefined)[][] {
  const arrays = found.map(({ isArray }, index) => (isArray ? index : -1)).filter((index) => index >= 0)
  if (arrays.length === 0) return [found.map(({ values }) => values[0])]
  const roots = new Set(arrays.map((index) => fields[index]!.path.split('.')[0]))
  const sizes = new Set(arrays.map((index) => found[index]!.values.length))
  if (arrays.length > 1 && (roots.size > 1 || sizes.size > 1))
    throw new StoreError(
      171,
      `cannot index parallel arrays [${arrays.map((index) => fields[index]!.path).join('] [')}]`,
    )
  return found[arrays[0]!]!.values.map((_value, row) =>
    found.map(({ values, isArray }) => (isArray ? values[row] : values[0])),
  )
}

function distinct(keys: readonly IndexKey[]): IndexKey[] {
  const seen = new Map(keys.map((key) => [key.bytes.toString('latin1'), key]))
  return [...seen.values()]
}
