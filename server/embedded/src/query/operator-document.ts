import { BsonType } from '../bson/bson-type.js'
import { elementsOf, type RawValue } from '../bson/raw.js'

/** Whether a value is a document whose first field is an operator, like `{$gt: 1}`. */
export function isOperatorDocument(value: RawValue): boolean {
  if (value.type !== BsonType.document || value.bytes[value.start + 4] === 0) return false
  return value.bytes[value.start + 5] === 0x24 && !isReference(value)
}

function isReference(value: RawValue): boolean {
  const [name] = elementsOf(value.bytes, value.start)[0]!
  return name === '$ref' || name === '$id' || name === '$db'
}
