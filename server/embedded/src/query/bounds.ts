import { BsonType } from '../bson/bson-type.js'
import { afterPrefix } from '../keys/key-writer.js'
import { Tag, valueKey } from '../keys/value-key.js'
import { NULL_VALUE } from '../bson/value.js'
import { isNaNKey } from './match.js'
import type { Predicate } from './predicate.js'

/** One end of an interval: the prefix of keys at which it lies, and whether those keys belong to it. */
interface End {
  readonly bytes: Buffer
  readonly isIncluded: boolean
}

/** An interval of one index field's keys, in ascending order. A point's two ends are one prefix. */
export interface Interval {
  readonly lower: End
  readonly upper: End
  readonly isPoint: boolean
}

const NULL_KEY = valueKey(NULL_VALUE)
/** NaN sorts before all numbers but is less than none of them. */
const AFTER_NAN: End = { bytes: Buffer.concat([Buffer.from([Tag.number]), Buffer.alloc(8)]), isIncluded: false }

function point(bytes: Buffer): Interval {
  return { lower: { bytes, isIncluded: true }, upper: { bytes, isIncluded: true }, isPoint: true }
}

/** The intervals outside which a predicate cannot hold; undefined when it says nothing about keys. */
export function intervalsOf(predicate: Predicate): Interval[] | undefined {
  switch (predicate.kind) {
    case 'eq':
      return predicate.key[0] === Tag.array ? undefined : [point(predicate.key)]
    case 'in': {
      const keys = [...predicate.keys.values()]
      if (predicate.patterns.length > 0 || keys.some((key) => key[0] === Tag.array)) return undefined
      return keys.sort(Buffer.compare).map(point)
    }
    case 'compare':
      return comparisonInterval(predicate)
    case 'regex':
      return regexIntervals(predicate)
    default:
      return undefined
  }
}

function comparisonInterval({
  operator,
  operand,
  key,
}: Extract<Predicate, { kind: 'compare' }>): Interval[] | undefined {
  const tag = key[0]!
  if (operand.type === BsonType.null) return operator === '$gte' || operator === '$lte' ? [point(NULL_KEY)] : undefined
  if (tag === Tag.array || tag === Tag.minKey || tag === Tag.maxKey || isNaNKey(key)) return undefined
  const isLower = operator === '$gt' || operator === '$gte'
  const bracket = tag === Tag.number && !isLower ? AFTER_NAN : { bytes: Buffer.from([tag]), isIncluded: true }
  const end: End = { bytes: key, isIncluded: operator === '$gte' || operator === '$lte' }
  return [{ lower: isLower ? end : bracket, upper: isLower ? bracket : end, isPoint: false }]
}

function regexIntervals({ prefix, key }: Extract<Predicate, { kind: 'regex' }>): Interval[] | undefined {
  if (prefix === undefined) return undefined
  const bytes = Buffer.concat([Buffer.from([Tag.string]), Buffer.from(prefix)])
  const strings: Interval = { ...point(bytes), isPoint: false }
  return key ? [strings, point(key)] : [strings]
}

/** Joins what several predicates say about one field. With arrays each predicate may hold for another item, so only the best one counts. */
export function joinIntervals(
  lists: readonly Interval[][],
  { isMultikey }: { isMultikey: boolean },
): Interval[] | undefined {
  const ranked = [...lists].sort((left, right) => rank(left) - rank(right))
  const best = ranked[0]
  if (!best || isMultikey || best.every(({ isPoint }) => isPoint)) return best
  return ranked
    .filter((list) => list.length === 1)
    .reduce<Interval[]>((joined, [next]) => [intersect(joined[0]!, next!)], best)
}

function rank(list: Interval[]): number {
  if (list.every(({ isPoint }) => isPoint)) return list.length === 1 ? 0 : 1
  return list.length === 1 ? 2 : 3
}

function intersect(left: Interval, right: Interval): Interval {
  const lower = startOf(left.lower, 1).compare(startOf(right.lower, 1)) >= 0 ? left.lower : right.lower
  const upper = Buffer.compare(endOf(left.upper, 1), endOf(right.upper, 1)) <= 0 ? left.upper : right.upper
  return { lower, upper, isPoint: false }
}

/** Bytes at which a field's keys begin, in its own direction. */
function startOf(end: End, direction: 1 | -1): Buffer {
  const bytes = direction < 0 ? inverted(end.bytes) : end.bytes
  return end.isIncluded ? bytes : (afterPrefix(bytes) ?? bytes)
}

/** Bytes before which they end. */
function endOf(end: End, direction: 1 | -1): Buffer {
  const bytes = direction < 0 ? inverted(end.bytes) : end.bytes
  return end.isIncluded ? (afterPrefix(bytes) ?? Buffer.alloc(bytes.length + 1, 0xff)) : bytes
}

function inverted(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0xff))
}

/** The bytes [start, end) that an interval covers in an index field of a direction. */
export function bytesOf({ lower, upper }: Interval, direction: 1 | -1): { start: Buffer; end: Buffer } {
  const [first, last] = direction < 0 ? [upper, lower] : [lower, upper]
  return { start: startOf(first, direction), end: endOf(last, direction) }
}

/** The bytes of a point in a direction. */
export function pointBytes({ lower }: Interval, direction: 1 | -1): Buffer {
  return direction < 0 ? inverted(lower.bytes) : lower.bytes
}
