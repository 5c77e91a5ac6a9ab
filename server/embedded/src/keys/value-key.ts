import { BsonType } from '../bson/bson-type.js'
import { eachElement, type RawValue } from '../bson/raw.js'
import { KeyWriter } from './key-writer.js'
import { writeNumberKey } from './number-key.js'

/** The first byte of a value's key, in the order in which MongoDB sorts types. Gaps leave every tag with a successor. */
export const Tag = {
  minKey: 0x05,
  emptyArray: 0x08,
  null: 0x0a,
  number: 0x10,
  string: 0x18,
  document: 0x20,
  array: 0x28,
  binary: 0x30,
  objectId: 0x38,
  bool: 0x40,
  date: 0x48,
  timestamp: 0x50,
  regex: 0x58,
  code: 0x60,
  maxKey: 0x7f,
} as const

const TAGS: Readonly<Record<number, number>> = {
  [BsonType.minKey]: Tag.minKey,
  [BsonType.null]: Tag.null,
  [BsonType.int32]: Tag.number,
  [BsonType.double]: Tag.number,
  [BsonType.int64]: Tag.number,
  [BsonType.decimal128]: Tag.number,
  [BsonType.string]: Tag.string,
  [BsonType.document]: Tag.document,
  [BsonType.array]: Tag.array,
  [BsonType.binary]: Tag.binary,
  [BsonType.objectId]: Tag.objectId,
  [BsonType.bool]: Tag.bool,
  [BsonType.date]: Tag.date,
  [BsonType.timestamp]: Tag.timestamp,
  [BsonType.regex]: Tag.regex,
  [BsonType.code]: Tag.code,
  [BsonType.maxKey]: Tag.maxKey,
}

/** The tag of a BSON type: values compare by it before anything else. */
export function tagOf(type: number): number {
  return TAGS[type]!
}

/** Writes the key of a value: keys compare as bytes exactly as MongoDB compares the values, and no key is a prefix of another. */
export function writeValueKey(writer: KeyWriter, value: RawValue): void {
  writer.byte(tagOf(value.type))
  writeBody(writer, value)
}

function writeBody(writer: KeyWriter, value: RawValue): void {
  const { type, bytes, start, end } = value
  switch (type) {
    case BsonType.int32:
    case BsonType.double:
    case BsonType.int64:
    case BsonType.decimal128:
      return writeNumberKey(writer, value)
    case BsonType.string:
    case BsonType.code:
      return writer.text(bytes, start + 4, end - 1)
    case BsonType.objectId:
    case BsonType.bool:
      return writer.copy(bytes, start, end)
    case BsonType.date:
      return writeDate(writer, bytes, start)
    case BsonType.timestamp:
      return writeReversed(writer, bytes, start)
    case BsonType.binary:
      writer.uint32(bytes.readInt32LE(start))
      return writer.copy(bytes, start + 4, end)
    case BsonType.regex:
      return writeRegex(writer, value)
    case BsonType.document:
      return writeDocument(writer, value)
    case BsonType.array:
      return writeArray(writer, value)
    default:
      return
  }
}

function writeReversed(writer: KeyWriter, bytes: Buffer, start: number): void {
  writer.reserve(8)
  for (let index = 7; index >= 0; index--) writer.bytes[writer.length++] = bytes[start + index]!
}

function writeDate(writer: KeyWriter, bytes: Buffer, start: number): void {
  const at = writer.length
  writeReversed(writer, bytes, start)
  writer.bytes[at] = writer.bytes[at]! ^ 0x80
}

function writeRegex(writer: KeyWriter, { bytes, start, end }: RawValue): void {
  const patternEnd = bytes.indexOf(0, start)
  writer.text(bytes, start, patternEnd)
  writer.text(bytes, patternEnd + 1, end - 1)
}

// Documents compare field by field: type first, then name, then value.
function writeDocument(writer: KeyWriter, { bytes, start }: RawValue): void {
  eachElement(bytes, start, (nameStart, nameEnd, value) => {
    writer.byte(tagOf(value.type))
    writer.text(bytes, nameStart, nameEnd)
    writeBody(writer, value)
  })
  writer.byte(0)
}

function writeArray(writer: KeyWriter, { bytes, start }: RawValue): void {
  eachElement(bytes, start, (_nameStart, _nameEnd, value) => writeValueKey(writer, value))
  writer.byte(0)
}

const shared = new KeyWriter()

/** The key of one value, as bytes of its own. */
export function valueKey(value: RawValue): Buffer {
  shared.length = 0
  writeValueKey(shared, value)
  return shared.take()
}

/** Compares two values as MongoDB sorts them. */
export function compareValues(left: RawValue, right: RawValue): number {
  return Buffer.compare(valueKey(left), valueKey(right))
}
