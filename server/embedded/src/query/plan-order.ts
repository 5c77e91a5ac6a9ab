import type { Index } from '../storage/catalog.js'
import type { Interval } from './bounds.js'
import type { SortField } from './sort.js'

/** Whether reading an index gives the order that was asked for, and how it must be read for that. */
export interface Order {
  readonly isSorted: boolean
  readonly isReverse: boolean
  readonly isMerge: boolean
}

const UNSORTED: Order = { isSorted: false, isReverse: false, isMerge: false }

/** The order in which the ranges of an index come out. The first `points` fields stand on single values. */
export function orderOf(
  index: Index,
  bounds: readonly Interval[][],
  points: number,
  sort: readonly SortField[],
): Order {
  const isFixed = (at: number) => at < points && bounds[at]!.length === 1
  const fixed = new Set(index.fields.filter((_field, at) => isFixed(at) && !index.multikey[at]).map(({ path }) => path))
  const asked = sort.filter(({ path }) => !fixed.has(path.text))
  if (asked.length === 0) return { isSorted: true, isReverse: false, isMerge: false }
  const isOnePerRange = bounds.slice(points).every((list) => list.length === 1)
  const rest = index.fields.map((field, at) => ({ ...field, at })).filter(({ at }) => !isFixed(at))
  const whole = isOnePerRange ? follow(index, rest, asked) : undefined
  if (whole) return { isSorted: true, isReverse: whole === 'reverse', isMerge: false }
  const merged = isOnePerRange
    ? follow(
        index,
        rest.filter(({ at }) => at >= points),
        asked,
      )
    : undefined
  return merged ? { isSorted: true, isReverse: merged === 'reverse', isMerge: true } : UNSORTED
}

type OrderedField = Index['fields'][number] & { at: number }

function follow(
  index: Index,
  fields: readonly OrderedField[],
  sort: readonly SortField[],
): 'forward' | 'reverse' | undefined {
  if (sort.length > fields.length) return undefined
  const isForward = fields[0]!.direction === sort[0]!.direction
  const fits = sort.every(({ path, direction }, at) => {
    const field = fields[at]!
    return field.path === path.text && !index.multikey[field.at] && (field.direction === direction) === isForward
  })
  if (!fits) return undefined
  return isForward ? 'forward' : 'reverse'
}
