/** The type bytes of BSON (bsonspec.org) that this store keeps; the deprecated ones are refused. */
export const BsonType = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  code: 0x0d,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal128: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const

/** The names that `$type` and error messages use. */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  [BsonType.double]: 'double',
  [BsonType.string]: 'string',
  [BsonType.document]: 'object',
  [BsonType.array]: 'array',
  [BsonType.binary]: 'binData',
  [BsonType.objectId]: 'objectId',
  [BsonType.bool]: 'bool',
  [BsonType.date]: 'date',
  [BsonType.null]: 'null',
  [BsonType.regex]: 'regex',
  [BsonType.code]: 'javascript',
  [BsonType.int32]: 'int',
  [BsonType.timestamp]: 'timestamp',
  [BsonType.int64]: 'long',
  [BsonType.decimal128]: 'decimal',
  [BsonType.minKey]: 'minKey',
  [BsonType.maxKey]: 'maxKey',
}

/** Whether a type belongs to the numbers, which compare with each other across types. */
export function isNumeric(type: number): boolean {
  return type === BsonType.int32 || type === BsonType.double || type === BsonType.int64 || type === BsonType.decimal128
}
