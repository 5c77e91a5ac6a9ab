import { BsonType } from '../bson/bson-type.js'
import { elementsOf, itemsOf, type RawValue } from '../bson/raw.js'
import { notSupported, StoreError } from '../store-error.js'
import { parseConditionsWith } from './operators.js'
import { parsePath } from './path.js'
import type { Condition, FieldCondition } from './predicate.js'
import { compileExpression } from '../aggregate/expression.js'

/** A parsed query filter. `fields` and `and` are conjunctions, which the planner may use; the rest is matched only. */
export interface Filter {
  readonly fields: readonly FieldCondition[]
  readonly ors: readonly (readonly Filter[])[]
  readonly nors: readonly (readonly Filter[])[]
  readonly expressions: readonly ((document: Buffer) => boolean)[]
}

const REFUSED = new Set(['$where', '$text', '$jsonSchema', '$sampleRate', '$alwaysTrue', '$alwaysFalse'])

interface Draft {
  fields: FieldCondition[]
  ors: Filter[][]
  nors: Filter[][]
  expressions: ((document: Buffer) => boolean)[]
}

/**
 * Parses a query filter.
 * @throws StoreError 2 for a malformed one, 115 for operators that this store refuses
 */
export function parseFilter(filter: RawValue): Filter {
  const draft: Draft = { fields: [], ors: [], nors: [], expressions: [] }
  addClauses(filter, draft)
  return draft
}

function addClauses(filter: RawValue, draft: Draft): void {
  for (const [name, value] of elementsOf(filter.bytes, filter.start)) {
    if (!name.startsWith('$')) draft.fields.push({ path: parsePath(name), conditions: parseConditions(value) })
    else addLogical(name, value, draft)
  }
}

function addLogical(name: string, value: RawValue, draft: Draft): void {
  if (name === '$comment') return
  if (name === '$expr') return void draft.expressions.push(compileExpression(value))
  if (REFUSED.has(name)) throw notSupported(name)
  if (name !== '$and' && name !== '$or' && name !== '$nor')
    throw new StoreError(
      2,
      `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, use $getField.`,
    )
  const clauses = clausesOf(name, value)
  if (name === '$and') for (const clause of clauses) addClauses(clause, draft)
  else if (name === '$or' && clauses.length === 1) addClauses(clauses[0]!, draft)
  else draft[name === '$or' ? 'ors' : 'nors'].push(clauses.map(parseFilter))
}

function clausesOf(name: string, value: RawValue): RawValue[] {
  if (value.type !== BsonType.array) throw new StoreError(2, `${name} argument must be an array`)
  const clauses = itemsOf(value)
  if (clauses.length === 0) throw new StoreError(2, '$and/$or/$nor must be a nonempty array')
  if (clauses.some(({ type }) => type !== BsonType.document))
    throw new StoreError(2, '$or/$and/$nor entries need to be full objects')
  return clauses
}

/** Whether a filter lets everything through. */
export function isEmptyFilter(filter: Filter): boolean {
  return filter.fields.length + filter.ors.length + filter.nors.length + filter.expressions.length === 0
}

/** Parses what stands behind a field name in a filter: a value to equal, or a document of operators. */
export function parseConditions(value: RawValue): Condition[] {
  return parseConditionsWith(value, parseFilter)
}
