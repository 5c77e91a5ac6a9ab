import { BsonType } from './bson-type.js'

/** One BSON value where it lies: its type and the bytes [start, end) of its payload. Nothing is copied or decoded until somebody asks. */
export interface RawValue {
  readonly type: number
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
}

/** Thrown for bytes that are not a well-formed BSON document; the wire answers it as code 22 (InvalidBSON). */
export class InvalidBsonError extends Error {}

const MAX_DEPTH = 180
const FIXED_SIZES: Readonly<Record<number, number>> = {
  [BsonType.double]: 8,
  [BsonType.objectId]: 12,
  [BsonType.bool]: 1,
  [BsonType.date]: 8,
  [BsonType.null]: 0,
  [BsonType.int32]: 4,
  [BsonType.timestamp]: 8,
  [BsonType.int64]: 8,
  [BsonType.decimal128]: 16,
  [BsonType.minKey]: 0,
  [BsonType.maxKey]: 0,
}

/** Where the payload of a value that begins at `at` ends. */
export function payloadEnd(type: number, bytes: Buffer, at: number): number {
  const size = FIXED_SIZES[type]
  if (size !== undefined) return at + size
  switch (type) {
    case BsonType.string:
    case BsonType.code:
      return at + 4 + bytes.readInt32LE(at)
    case BsonType.document:
    case BsonType.array:
      return at + bytes.readInt32LE(at)
    case BsonType.binary:
      return at + 5 + bytes.readInt32LE(at)
    case BsonType.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1
    default:
      throw new InvalidBsonError(
        `BSON type 0x${type.toString(16).padStart(2, '0')} is not supported by the embedded store`,
      )
  }
}

/** Calls `visit` for each element of the document at `start` until it answers false. */
export function eachElement(
  bytes: Buffer,
  start: number,
  visit: (nameStart: number, nameEnd: number, value: RawValue) => boolean | void,
): void {
  let at = start + 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const nameStart = at + 1
    let nameEnd = nameStart
    while (bytes[nameEnd] !== 0) nameEnd++
    const end = payloadEnd(type, bytes, nameEnd + 1)
    if (visit(nameStart, nameEnd, { type, bytes, start: nameEnd + 1, end }) === false) return
    at = end
  }
}

/** The elements of a document (or the items of an array) with their names decoded. */
export function elementsOf(bytes: Buffer, start = 0): [string, RawValue][] {
  const elements: [string, RawValue][] = []
  eachElement(bytes, start, (nameStart, nameEnd, value) => {
    elements.push([bytes.toString('latin1', nameStart, nameEnd), value])
    const name = elements[elements.length - 1]!
    if (/[\x80-\xff]/.test(name[0])) name[0] = bytes.toString('utf8', nameStart, nameEnd)
  })
  return elements
}

/** The items of an array value. */
export function itemsOf(array: RawValue): RawValue[] {
  const items: RawValue[] = []
  eachElement(array.bytes, array.start, (_nameStart, _nameEnd, value) => void items.push(value))
  return items
}

/** The element called `name` (its bytes, without terminator) of the document at `start`. */
export function findElement(bytes: Buffer, start: number, name: Buffer): RawValue | undefined {
  const length = name.length
  const first = name[0]
  let at = start + 4
  for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
    const nameStart = at + 1
    let nameEnd = nameStart
    while (bytes[nameEnd] !== 0) nameEnd++
    const end = payloadEnd(type, bytes, nameEnd + 1)
    if (nameEnd - nameStart === length && bytes[nameStart] === first && sameBytes(bytes, nameStart, name))
      return { type, bytes, start: nameEnd + 1, end }
    at = end
  }
  return undefined
}

/**
 * The names of the top-level elements in which two documents differ; undefined when they do not have the same names in the same
 * order, after which any may differ.
 */
export function changedFields(before: Buffer, after: Buffer): Set<string> | undefined {
  const changed = new Set<string>()
  let [at, other] = [4, 4]
  for (let type = before[at]!; type !== 0; type = before[at]!) {
    const otherType = after[other]!
    let nameEnd = at + 1
    while (before[nameEnd] !== 0 && before[nameEnd] === after[other + nameEnd - at]) nameEnd++
    const otherStart = other + nameEnd + 1 - at
    if (otherType === 0 || before[nameEnd] !== 0 || after[otherStart - 1] !== 0) return undefined
    const end = payloadEnd(type, before, nameEnd + 1)
    const otherEnd = payloadEnd(otherType, after, otherStart)
    if (type !== otherType || before.compare(after, otherStart, otherEnd, nameEnd + 1, end) !== 0)
      changed.add(before.toString('utf8', at + 1, nameEnd))
    at = end
    other = otherEnd
  }
  return after[other] === 0 ? changed : undefined
}

function sameBytes(bytes: Buffer, at: number, name: Buffer): boolean {
  for (let index = 1; index < name.length; index++) if (bytes[at + index] !== name[index]) return false
  return true
}

/** The element called `name`, for names met once rather than per document. */
export function field(document: RawValue | Buffer, name: string): RawValue | undefined {
  if (Buffer.isBuffer(document)) return findElement(document, 0, Buffer.from(name))
  return findElement(document.bytes, document.start, Buffer.from(name))
}

/** The document or array as bytes of its own (a view, not a copy). */
export function slice(value: RawValue): Buffer {
  return value.bytes.subarray(value.start, value.end)
}

/** A whole document as a value. */
export function documentValue(bytes: Buffer): RawValue {
  return { type: BsonType.document, bytes, start: 0, end: bytes.length }
}

/**
 * Walks a document that came from outside and checks every length, terminator and type, so that all later reading may trust it.
 * @returns where the document ends
 * @throws InvalidBsonError
 */
export function validateDocument(bytes: Buffer, start: number, limit: number, depth = 0): number {
  if (depth > MAX_DEPTH) throw new InvalidBsonError(`document is nested deeper than ${MAX_DEPTH} levels`)
  if (start + 5 > limit) throw new InvalidBsonError('document is cut short')
  const end = start + bytes.readInt32LE(start)
  if (end < start + 5 || end > limit || bytes[end - 1] !== 0) throw new InvalidBsonError('document length is wrong')
  let at = start + 4
  while (at < end - 1) {
    const type = bytes[at]!
    const nameEnd = bytes.indexOf(0, at + 1)
    if (nameEnd < 0 || nameEnd >= end - 1) throw new InvalidBsonError('field name runs past its document')
    at = validateValue(type, bytes, nameEnd + 1, end - 1, depth)
  }
  if (at !== end - 1) throw new InvalidBsonError('value runs past its document')
  return end
}

function validateValue(type: number, bytes: Buffer, at: number, limit: number, depth: number): number {
  if (type === BsonType.document || type === BsonType.array) return validateDocument(bytes, at, limit, depth + 1)
  if (type === BsonType.string || type === BsonType.binary || type === BsonType.code) {
    if (at + 5 > limit) throw new InvalidBsonError('value is cut short')
    const length = bytes.readInt32LE(at)
    if (length < (type === BsonType.binary ? 0 : 1)) throw new InvalidBsonError('value length is wrong')
  }
  const end = payloadEnd(type, bytes, at)
  if (end > limit || end < at) throw new InvalidBsonError('value runs past its document')
  if ((type === BsonType.string || type === BsonType.code) && bytes[end - 1] !== 0)
    throw new InvalidBsonError('string has no terminator')
  return end
}
