import type { Collection } from '../storage/catalog.js'
import type { Filter } from './filter.js'
import { choosePlan, type Plan } from './plan.js'

/** Plans for the branches of one `$or`, when each of them has an index with bounds; undefined when one would scan everything. */
export function planUnion(collection: Collection, filter: Filter): Plan[] | undefined {
  for (const branches of filter.ors) {
    const plans = branches.flatMap((branch) => branchPlans(collection, merged(filter, branch)))
    if (plans.every(({ isBounded }) => isBounded)) return plans
  }
  return undefined
}

function branchPlans(collection: Collection, filter: Filter): Plan[] {
  const plan = choosePlan(collection, { filter, sort: [], hasLimit: false })
  if (plan.isBounded || filter.ors.length === 0) return [plan]
  return planUnion(collection, filter) ?? [plan]
}

function merged(outer: Filter, branch: Filter): Filter {
  return { fields: [...outer.fields, ...branch.fields], ors: branch.ors, nors: [], expressions: [] }
}
