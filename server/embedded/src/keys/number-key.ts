import { BsonType } from '../bson/bson-type.js'
import { jsOf } from '../bson/value.js'
import type { RawValue } from '../bson/raw.js'
import type { KeyWriter } from './key-writer.js'

// A number's key is its nearest double, sortable, then what the double leaves out. Rounding keeps order, so two numbers with different
// doubles are ordered by them, and two with the same double by the exact remainder: int32, double, int64 and Decimal128 compare exactly.
const NO_REMAINDER = 0x80
const NEGATIVE_REMAINDER = 0x40
const POSITIVE_REMAINDER = 0xc0
const EXPONENT_BIAS = 0x8000
const NAN_BITS = 0n
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)
const scratch = Buffer.alloc(8)

/** Writes the order-preserving key of a numeric value (its tag excluded). NaN sorts before every number, -0 equals 0. */
export function writeNumberKey(writer: KeyWriter, value: RawValue): void {
  const { type, bytes, start } = value
  if (type === BsonType.int32) return writeDouble(writer, bytes.readInt32LE(start))
  if (type === BsonType.double) return writeDouble(writer, bytes.readDoubleLE(start))
  if (type === BsonType.int64) return writeInt64(writer, bytes.readBigInt64LE(start))
  writeDecimal(writer, String(jsOf(value)))
}

function writeSortable(writer: KeyWriter, number: number): void {
  writer.reserve(9)
  if (Number.isNaN(number)) {
    writer.length = writer.bytes.writeBigUInt64BE(NAN_BITS, writer.length)
    return
  }
  scratch.writeDoubleBE(number === 0 ? 0 : number)
  const flip = scratch[0]! & 0x80 ? 0xff : 0
  writer.bytes[writer.length++] = scratch[0]! ^ (flip || 0x80)
  for (let index = 1; index < 8; index++) writer.bytes[writer.length++] = scratch[index]! ^ flip
}

function writeDouble(writer: KeyWriter, number: number): void {
  writeSortable(writer, number)
  writer.byte(NO_REMAINDER)
}

function writeInt64(writer: KeyWriter, number: bigint): void {
  if (number >= -SAFE && number <= SAFE) return writeDouble(writer, Number(number))
  const nearest = Number(number)
  writeSortable(writer, nearest)
  writeRemainder(writer, number - BigInt(nearest), 0)
}

function writeDecimal(writer: KeyWriter, text: string): void {
  const nearest = Number(text)
  const parts = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text)
  if (!parts) return writeDouble(writer, nearest)
  const digits = BigInt(`${parts[2]}${parts[3]}` || '0') * (parts[1] ? -1n : 1n)
  const exponent = Number(parts[4] ?? 0) - parts[3]!.length
  const near = Number.isFinite(nearest) ? nearest : Math.sign(nearest) * Number.MAX_VALUE
  const [mantissa, mantissaExponent] = decimalOf(near)
  const common = Math.min(exponent, mantissaExponent)
  const remainder = digits * 10n ** BigInt(exponent - common) - mantissa * 10n ** BigInt(mantissaExponent - common)
  writeSortable(writer, near)
  writeRemainder(writer, remainder, common)
}

/** The exact decimal value of a double, as digits and a power of ten. */
function decimalOf(number: number): [bigint, number] {
  if (number === 0) return [0n, 0]
  scratch.writeDoubleBE(number)
  const bits = scratch.readBigUInt64BE()
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = (biased === 0 ? fraction : fraction | 0x10000000000000n) * (number < 0 ? -1n : 1n)
  const power = (biased || 1) - 1075
  if (power >= 0) return [mantissa << BigInt(power), 0]
  return [mantissa * 5n ** BigInt(-power), power]
}

function writeRemainder(writer: KeyWriter, remainder: bigint, exponent: number): void {
  if (remainder === 0n) return writer.byte(NO_REMAINDER)
  const isNegative = remainder < 0n
  const digits = (isNegative ? -remainder : remainder).toString()
  writer.byte(isNegative ? NEGATIVE_REMAINDER : POSITIVE_REMAINDER)
  const start = writer.length
  writer.reserve(digits.length + 3)
  writer.length = writer.bytes.writeUInt16BE(digits.length + exponent + EXPONENT_BIAS, writer.length)
  writer.length += writer.bytes.write(digits.replace(/0+$/, ''), writer.length, 'latin1')
  writer.bytes[writer.length++] = 0
  if (isNegative) writer.invert(start)
}
