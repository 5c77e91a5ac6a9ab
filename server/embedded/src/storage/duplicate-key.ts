import type { BSON } from 'bson'
import { Decimal128, Long, ObjectId, Timestamp, UUID, Binary, Double, Int32, BSONRegExp } from 'bson'
import type { RawValue } from '../bson/raw.js'
import { jsOf } from '../bson/value.js'
import { BsonType } from '../bson/bson-type.js'
import { StoreError } from '../store-error.js'
import type { Collection } from './catalog.js'
import { namespaceText } from './namespace.js'

/** The error that MongoDB answers when a unique index already holds a key, in its words, which clients parse. */
export function duplicateKey(
  collection: Collection,
  indexName: string,
  fields: readonly (readonly [string, number])[],
  values: readonly (RawValue | undefined)[],
): StoreError {
  const words = fields.map(([path], at) => `${path}: ${wordsOf(values[at])}`).join(', ')
  const message = `E11000 duplicate key error collection: ${namespaceText(collection.namespace)} index: ${indexName} dup key: { ${words} }`
  return new StoreError(11000, message, {
    keyPattern: Object.fromEntries(fields),
    keyValue: Object.fromEntries(fields.map(([path], at) => [path, valueOf(values[at])])),
  })
}

function valueOf(value: RawValue | undefined): unknown {
  return value && value.type >= 0 ? jsOf(value) : null
}

function wordsOf(value: RawValue | undefined): string {
  if (!value) return 'null'
  if (value.type < 0) return 'undefined'
  if (value.type === BsonType.double) return doubleWords(value.bytes.readDoubleLE(value.start))
  return words(jsOf(value))
}

function doubleWords(number: number): string {
  return Number.isInteger(number) ? number.toFixed(1) : String(number)
}

function words(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `"${value}"`
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (Array.isArray(value)) return `[ ${value.map(words).join(', ')} ]`
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof UUID) return `UUID("${value.toString()}")`
  if (value instanceof Binary)
    return `BinData(${value.sub_type}, ${Buffer.from(value.buffer).toString('hex').toUpperCase()})`
  if (value instanceof Decimal128) return `NumberDecimal("${value.toString()}")`
  if (value instanceof Timestamp) return `Timestamp(${value.getHighBits()}, ${value.getLowBits()})`
  if (value instanceof Long || value instanceof Int32 || value instanceof Double) return value.toString()
  if (value instanceof RegExp || value instanceof BSONRegExp) return String(value)
  const fields = Object.entries(value as BSON.Document).map(([name, inner]) => `${name}: ${words(inner)}`)
  return `{ ${fields.join(', ')} }`
}
