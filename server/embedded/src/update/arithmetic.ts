import { BsonType, TYPE_NAMES, isNumeric } from '../bson/bson-type.js'
import type { RawValue } from '../bson/raw.js'
import { numberOf } from '../bson/value.js'
import { notSupported, StoreError } from '../store-error.js'

const INT32_MIN = -(2n ** 31n)
const INT32_MAX = 2n ** 31n - 1n
const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

export function int32Value(number: number): RawValue {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(number)
  return { type: BsonType.int32, bytes, start: 0, end: 4 }
}

export function int64Value(number: bigint): RawValue {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64LE(number)
  return { type: BsonType.int64, bytes, start: 0, end: 8 }
}

export function doubleValue(number: number): RawValue {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleLE(number)
  return { type: BsonType.double, bytes, start: 0, end: 8 }
}

export function dateValue(milliseconds: number): RawValue {
  return { ...int64Value(BigInt(milliseconds)), type: BsonType.date }
}

function integerOf({ type, bytes, start }: RawValue): bigint {
  return type === BsonType.int32 ? BigInt(bytes.readInt32LE(start)) : bytes.readBigInt64LE(start)
}

/**
 * `left + right` or `left * right` with MongoDB's result types: int32 widens to int64, a double makes a double.
 * @throws StoreError 2 when an int64 overflows, 14 for operands that are no numbers
 */
export function combineNumbers(
  operator: '$inc' | '$mul',
  path: string,
  left: RawValue | undefined,
  right: RawValue,
): RawValue {
  if (!isNumeric(right.type))
    throw new StoreError(
      14,
      `Cannot ${verbOf(operator)} with non-numeric argument: {${path}: ${TYPE_NAMES[right.type]}}`,
    )
  if (!left) return operator === '$inc' ? right : combine(operator, int32Value(0), right)
  if (!isNumeric(left.type))
    throw new StoreError(
      14,
      `Cannot apply ${operator} to a value of non-numeric type. '${path}' has the field of non-numeric type ${TYPE_NAMES[left.type]}`,
    )
  return combine(operator, left, right)
}

function verbOf(operator: '$inc' | '$mul'): string {
  return operator === '$inc' ? 'increment' : 'multiply'
}

function combine(operator: '$inc' | '$mul', left: RawValue, right: RawValue): RawValue {
  const types = [left.type, right.type]
  if (types.includes(BsonType.decimal128)) throw notSupported(`${operator} on Decimal128`)
  if (types.includes(BsonType.double)) {
    const [first, second] = [numberOf(left)!, numberOf(right)!]
    return doubleValue(operator === '$inc' ? first + second : first * second)
  }
  const result = operator === '$inc' ? integerOf(left) + integerOf(right) : integerOf(left) * integerOf(right)
  if (result < INT64_MIN || result > INT64_MAX)
    throw new StoreError(2, `Failed to apply ${operator} operations to current value: integer overflow`)
  const isSmall = !types.includes(BsonType.int64) && result >= INT32_MIN && result <= INT32_MAX
  return isSmall ? int32Value(Number(result)) : int64Value(result)
}
