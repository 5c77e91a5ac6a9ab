import { BSON } from 'bson'
import { BsonType } from './bson-type.js'
import { documentValue, type RawValue } from './raw.js'

/** The name under which a lone value is wrapped to pass through the BSON library. */
const WRAPPER = 'v'

/** A whole JavaScript document as raw bytes. */
export function rawDocument(document: object): Buffer {
  return Buffer.from(BSON.serialize(document as BSON.Document, { ignoreUndefined: true }))
}

/** The JavaScript value that the driver would show; int64 becomes a number when that loses nothing. */
export function jsOf(value: RawValue): unknown {
  const { type, bytes, start, end } = value
  switch (type) {
    case BsonType.int32:
      return bytes.readInt32LE(start)
    case BsonType.double:
      return bytes.readDoubleLE(start)
    case BsonType.string:
      return bytes.toString('utf8', start + 4, end - 1)
    case BsonType.bool:
      return bytes[start] === 1
    case BsonType.null:
      return null
    case BsonType.document:
      return BSON.deserialize(bytes.subarray(start, end))
    default:
      return BSON.deserialize(wrap(value))[WRAPPER]
  }
}

function wrap({ type, bytes, start, end }: RawValue): Buffer {
  const size = 4 + 1 + 2 + (end - start) + 1
  const document = Buffer.alloc(size)
  document.writeInt32LE(size, 0)
  document[4] = type
  document.write(WRAPPER, 5)
  bytes.copy(document, 7, start, end)
  return document
}

/** The value as a number, or undefined when it is none or does not fit one. */
export function numberOf(value: RawValue | undefined): number | undefined {
  if (!value) return undefined
  const { type, bytes, start } = value
  if (type === BsonType.int32) return bytes.readInt32LE(start)
  if (type === BsonType.double) return bytes.readDoubleLE(start)
  if (type === BsonType.int64) return Number(bytes.readBigInt64LE(start))
  if (type === BsonType.decimal128) return Number(String(jsOf(value)))
  return undefined
}

/** The value as MongoDB reads a flag: numbers other than zero are true. */
export function flagOf(value: RawValue | undefined): boolean {
  if (!value || value.type === BsonType.null) return false
  if (value.type === BsonType.bool) return value.bytes[value.start] === 1
  return numberOf(value) !== 0
}

/** The text of a string value, or undefined for other types. */
export function textOf(value: RawValue | undefined): string | undefined {
  return value?.type === BsonType.string ? value.bytes.toString('utf8', value.start + 4, value.end - 1) : undefined
}

/** A new document value made from JavaScript. */
export function rawValueOfDocument(document: object): RawValue {
  return documentValue(rawDocument(document))
}

export const NULL_VALUE: RawValue = { type: BsonType.null, bytes: Buffer.alloc(0), start: 0, end: 0 }
