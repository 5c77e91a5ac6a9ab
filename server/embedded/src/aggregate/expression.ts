import { BSON } from 'bson'
import { Query } from 'mingo'
import type { RawValue } from '../bson/raw.js'
import { jsOf } from '../bson/value.js'
import { requireKnownOperators } from './allow-list.js'

/** Compiles an aggregation expression used as a condition (`$expr`). */
export function compileExpression(expression: RawValue): (document: Buffer) => boolean {
  const value = jsOf(expression)
  requireKnownOperators(value)
  const query = new Query({ $expr: value })
  return (document) => query.test(BSON.deserialize(document))
}
