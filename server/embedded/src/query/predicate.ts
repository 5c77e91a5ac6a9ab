import type { RawValue } from '../bson/raw.js'
import type { Path } from './path.js'
import type { Filter } from './filter.js'

/** One condition on one path, in the form that both the matcher and the planner read. */
export type Predicate =
  | { readonly kind: 'eq'; readonly operand: RawValue; readonly key: Buffer; readonly isNull: boolean }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly operand: RawValue; readonly key: Buffer }
  | {
      readonly kind: 'in'
      readonly keys: ReadonlyMap<string, Buffer>
      readonly hasNull: boolean
      readonly patterns: readonly Predicate[]
    }
  | { readonly kind: 'exists' }
  | { readonly kind: 'type'; readonly types: ReadonlySet<number> }
  | {
      readonly kind: 'regex'
      readonly pattern: RegExp
      readonly key: Buffer | undefined
      readonly prefix: string | undefined
    }
  | { readonly kind: 'mod'; readonly divisor: bigint; readonly remainder: bigint }
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'elemMatchValue'; readonly predicates: readonly Condition[] }
  | { readonly kind: 'elemMatchDocument'; readonly filter: Filter }

export type Comparison = '$gt' | '$gte' | '$lt' | '$lte'

/** A predicate or its negation. */
export interface Condition {
  readonly isNegated: boolean
  readonly predicates: readonly Predicate[]
}

/** A filter on one path: every condition must hold. */
export interface FieldCondition {
  readonly path: Path
  readonly conditions: readonly Condition[]
}
