import { BsonType } from '../bson/bson-type.js'
import type { RawValue } from '../bson/raw.js'
import { textOf } from '../bson/value.js'
import { valueKey } from '../keys/value-key.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Predicate } from './predicate.js'

interface Pattern {
  readonly source: string
  readonly flags: string
  readonly key: Buffer | undefined
}

/** Reads `{$regex, $options}` or a regular expression value. */
export function regexOf(operand: RawValue, options: RawValue | undefined): Pattern {
  const given = options === undefined ? undefined : textOf(options)
  if (options && given === undefined) throw new StoreError(2, '$options has to be a string')
  const text = textOf(operand)
  if (text !== undefined) return { source: text, flags: given ?? '', key: undefined }
  if (operand.type !== BsonType.regex) throw new StoreError(2, '$regex has to be a string')
  const { bytes, start, end } = operand
  const patternEnd = bytes.indexOf(0, start)
  const flags = bytes.toString('utf8', patternEnd + 1, end - 1)
  return { source: bytes.toString('utf8', start, patternEnd), flags: given ?? flags, key: valueKey(operand) }
}

/** The predicate of a pattern. PCRE's extended form is refused; everything else is left to JavaScript's own syntax, which must accept it. */
export function regexPredicate({ source, flags, key }: Pattern): Predicate {
  if (/[^imsu]/.test(flags)) throw notSupported(`the regular expression option '${flags}'`)
  return { kind: 'regex', pattern: compile(source, flags), key, prefix: prefixOf(source, flags) }
}

function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, [...new Set(flags)].join(''))
  } catch (error) {
    throw new StoreError(51091, `Regular expression is invalid: ${(error as Error).message}`)
  }
}

/** The literal text with which every match begins, so that an index can be entered there. */
function prefixOf(source: string, flags: string): string | undefined {
  if (!source.startsWith('^') || /[im]/.test(flags) || source.includes('|')) return undefined
  const [literal] = /^[^\\^$.|?*+()[\]{}]*/.exec(source.slice(1))!
  const isRepeated = /^[?*{]/.test(source.slice(1 + literal.length))
  return (isRepeated ? [...literal].slice(0, -1).join('') : literal) || undefined
}
