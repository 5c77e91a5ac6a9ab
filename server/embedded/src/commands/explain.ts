import { BsonType } from '../bson/bson-type.js'
import { documentValue, field, itemsOf, slice, type RawValue } from '../bson/raw.js'
import { jsOf, numberOf } from '../bson/value.js'
import { execute, plansFor, type Query } from '../query/execute.js'
import { parseFilter } from '../query/filter.js'
import type { Plan } from '../query/plan.js'
import { parseSort } from '../query/sort.js'
import { namespaceText, requireNamespace } from '../storage/namespace.js'
import { StoreError } from '../store-error.js'
import { ok } from '../wire/reply.js'
import { Request } from '../wire/request.js'
import { splitPipeline } from './aggregate.js'
import type { Command } from './command.js'
import { hintOf } from './read.js'

const EMPTY = documentValue(Buffer.from([5, 0, 0, 0, 0]))

/** Tells by which index a command would be answered, in the shape of MongoDB's queryPlanner. */
export const explain: Command = {
  fields: ['verbosity'],
  run(store, request) {
    const inner = request.document('explain')
    if (!inner) throw new StoreError(14, "field 'explain' must be of type object")
    const command = new Request(slice(inner), new Map(), true)
    const namespace = requireNamespace(request.database, command.target)
    const query = queryOf(command)
    const collection = store.catalog.find(namespace)
    const base = {
      namespace: namespaceText(namespace),
      indexFilterSet: false,
      parsedQuery: jsOf(query.source),
      rejectedPlans: [],
    }
    if (!collection) return ok({ queryPlanner: { ...base, winningPlan: { stage: 'EOF' } } })
    const full: Query = { ...query, hint: hintOf(query.hint, collection) }
    const plans = plansFor(collection, full)
    const queryPlanner = { ...base, winningPlan: describe(plans, full) }
    if (request.text('verbosity') === 'queryPlanner') return ok({ queryPlanner, command: jsOf(inner) })
    const results = execute(store.engine, collection, full, store.limits)
    let returned = 0
    while (results.next()) returned++
    results.pause()
    return ok({
      queryPlanner,
      executionStats: { executionSuccess: true, nReturned: returned, totalDocsExamined: results.documentsExamined },
      command: jsOf(inner),
    })
  },
}

type ExplainedQuery = Omit<Query, 'hint'> & { source: RawValue; hint: RawValue | undefined }

function queryOf(command: Request): ExplainedQuery {
  if (command.name === 'aggregate') {
    const pipeline = command.raw('pipeline')
    const first = pipeline?.type === BsonType.array ? itemsOf(pipeline)[0] : undefined
    return {
      ...splitPipeline(pipeline).query,
      source: (first && field(first, '$match')) ?? EMPTY,
      hint: command.raw('hint'),
    }
  }
  const [statement] =
    command.name === 'update' || command.name === 'delete' ? command.documents(`${command.name}s`) : []
  const source =
    (statement ? field(statement, 'q') : (command.document('filter') ?? command.document('query'))) ?? EMPTY
  return {
    filter: parseFilter(source),
    sort: parseSort(command.document('sort')),
    skip: command.number('skip') ?? 0,
    limit:
      command.number('limit') ??
      (statement || command.name === 'findAndModify' ? (numberOf(statement && field(statement, 'limit')) ?? 1) : 0),
    source,
    hint: command.raw('hint'),
  }
}

function describe(plans: readonly Plan[], query: Query): object {
  const scans = plans.map(describePlan)
  const source = scans.length === 1 ? scans[0]! : { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: scans } }
  const isSorted = plans.length === 1 && plans[0]!.isSorted
  const sorted = query.sort.length === 0 || isSorted ? source : { stage: 'SORT', inputStage: source }
  return query.limit > 0 ? { stage: 'LIMIT', limitAmount: query.limit, inputStage: sorted } : sorted
}

function describePlan(plan: Plan): object {
  const direction = plan.isReverse ? 'backward' : 'forward'
  if (plan.isPrimary && !plan.isBounded && !plan.isSorted) return { stage: 'COLLSCAN', direction }
  if (plan.isPrimary && !plan.isBounded) return { stage: 'COLLSCAN', direction }
  const scan = {
    stage: 'IXSCAN',
    indexName: plan.index.name,
    keyPattern: Object.fromEntries(plan.index.fields.map((indexed) => [indexed.path, indexed.direction])),
    isMultiKey: plan.index.multikey.some(Boolean),
    isUnique: plan.index.isUnique,
    isSparse: plan.index.isSparse,
    isPartial: plan.index.partial !== undefined,
    direction,
    ranges: plan.ranges.length,
  }
  return { stage: 'FETCH', inputStage: plan.isMerge ? { stage: 'SORT_MERGE', inputStage: scan } : scan }
}
