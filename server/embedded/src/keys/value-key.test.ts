import { BSON, Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { field, type RawValue } from '../bson/raw.js'
import { compareValues, valueKey } from './value-key.js'

function raw(value: unknown): RawValue {
  return field(Buffer.from(BSON.serialize({ value }, { ignoreUndefined: false })), 'value')!
}

// Each line is greater than the one before it; values within a line are equal.
const ASCENDING: unknown[][] = [
  [new MinKey()],
  [null],
  [new Double(NaN), Decimal128.fromString('NaN')],
  [new Double(-Infinity), Decimal128.fromString('-Infinity')],
  [Decimal128.fromString('-1E+400')],
  [new Double(-1.5), Decimal128.fromString('-1.50')],
  [-1, new Double(-1), Long.fromNumber(-1), Decimal128.fromString('-1')],
  [Decimal128.fromString('-1E-400')],
  [0, new Double(-0), Long.fromNumber(0), Decimal128.fromString('-0')],
  [Decimal128.fromString('1E-400')],
  [Decimal128.fromString('0.1')],
  [new Double(0.1)],
  [1, new Double(1), Long.fromNumber(1), Decimal128.fromString('1.000')],
  [Long.fromString('9007199254740992'), new Double(9007199254740992), Decimal128.fromString('9007199254740992')],
  [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')],
  [Decimal128.fromString('9007199254740993.5')],
  [Long.fromString('9007199254740994'), new Double(9007199254740994)],
  [Long.fromString('9223372036854775806')],
  [Long.fromString('9223372036854775807')],
  [new Double(9223372036854775808)],
  [new Double(Number.MAX_VALUE)],
  [Decimal128.fromString('1E+400')],
  [new Double(Infinity), Decimal128.fromString('Infinity')],
  [''],
  ['\u0000'],
  ['a'],
  ['a\u0000'],
  ['a\u0000b'],
  ['ab'],
  ['é'],
  ['😀'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 2]],
  [[2]],
  [new Binary(Buffer.from([9]))],
  [new Binary(Buffer.from([1, 2]))],
  [new ObjectId('0'.repeat(24))],
  [new ObjectId('f'.repeat(24))],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Date(1)],
  [new Timestamp({ t: 1, i: 1 })],
  [new Timestamp({ t: 2, i: 0 })],
  [/a/],
  [/b/],
  [new MaxKey()],
]

test('keys sort as MongoDB sorts values, and equal values of different types share one key', () => {
  const values = ASCENDING.map((line) => line.map(raw))
  for (const line of values) for (const value of line) expect(valueKey(value)).toEqual(valueKey(line[0]!))
  for (let at = 1; at < values.length; at++)
    expect({ at, order: compareValues(values[at - 1]![0]!, values[at]![0]!) }).toEqual({ at, order: -1 })
})

test('no key begins with another, so that compound keys keep the order of their fields', () => {
  const keys = ASCENDING.map((line) => valueKey(raw(line[0])).toString('latin1'))
  for (const key of keys) expect(keys.filter((other) => other.startsWith(key))).toEqual([key])
})
