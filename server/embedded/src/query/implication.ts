import type { Filter } from './filter.js'
import { test } from './match.js'
import type { Condition, Predicate } from './predicate.js'

/** Whether every document that fulfils `query` fulfils `condition` too, so that an index partial on `condition` holds all of them. */
export function implies(query: Filter, condition: Filter): boolean {
  if (condition.ors.length + condition.nors.length + condition.expressions.length > 0) return false
  return condition.fields.every(({ path, conditions }) => {
    const given = query.fields.filter((field) => field.path.text === path.text).flatMap((field) => field.conditions)
    return conditions.every((wanted) => given.some((known) => conditionImplies(known, wanted)))
  })
}

function conditionImplies(known: Condition, wanted: Condition): boolean {
  if (known.isNegated || wanted.isNegated) return isSameAbsence(known, wanted)
  return wanted.predicates.every((predicate) => known.predicates.some((given) => predicateImplies(given, predicate)))
}

function isSameAbsence(known: Condition, wanted: Condition): boolean {
  const isAbsence = ({ isNegated, predicates }: Condition) =>
    isNegated && predicates.length === 1 && predicates[0]!.kind === 'exists'
  return isAbsence(known) && isAbsence(wanted)
}

function predicateImplies(known: Predicate, wanted: Predicate): boolean {
  if (wanted.kind === 'exists') return requiresPresence(known)
  if (known.kind === 'eq') return !known.isNull && test(wanted, known.operand)
  if (known.kind === 'in') return membershipImplies(known, wanted)
  if (known.kind === 'type' && wanted.kind === 'type') return [...known.types].every((type) => wanted.types.has(type))
  if (known.kind === 'compare' && wanted.kind === 'compare') return rangeImplies(known, wanted)
  if (known.kind === 'compare' && wanted.kind === 'type')
    return wanted.types.has(known.operand.type) && !isNumberLike(known, wanted)
  return false
}

/** A comparison with one numeric type lets the others through as well. */
function isNumberLike(
  known: Extract<Predicate, { kind: 'compare' }>,
  wanted: Extract<Predicate, { kind: 'type' }>,
): boolean {
  const numeric = [0x01, 0x10, 0x12, 0x13]
  return numeric.includes(known.operand.type) && !numeric.every((type) => wanted.types.has(type))
}

/** Whether a predicate can hold only where the field is there. */
export function requiresPresence(predicate: Predicate): boolean {
  if (predicate.kind === 'eq') return !predicate.isNull
  if (predicate.kind === 'in') return !predicate.hasNull
  if (predicate.kind === 'compare') return predicate.operand.type !== 0x0a
  return true
}

function membershipImplies(known: Extract<Predicate, { kind: 'in' }>, wanted: Predicate): boolean {
  if (known.hasNull || known.patterns.length > 0) return false
  if (wanted.kind === 'eq') return [...known.keys.values()].every((key) => key.equals(wanted.key))
  if (wanted.kind === 'in') return [...known.keys.keys()].every((key) => wanted.keys.has(key))
  return false
}

function rangeImplies(
  known: Extract<Predicate, { kind: 'compare' }>,
  wanted: Extract<Predicate, { kind: 'compare' }>,
): boolean {
  if (known.operator[1] !== wanted.operator[1] || known.key[0] !== wanted.key[0]) return false
  const order = Buffer.compare(known.key, wanted.key)
  if (order === 0) return known.operator === wanted.operator || known.operator.length === 3
  return known.operator.startsWith('$g') ? order > 0 : order < 0
}
