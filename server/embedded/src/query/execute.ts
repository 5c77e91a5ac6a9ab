import { afterPrefix } from '../keys/key-writer.js'
import type { Collection } from '../storage/catalog.js'
import type { Engine } from '../storage/engine.js'
import { namespaceText } from '../storage/namespace.js'
import { StoreError } from '../store-error.js'
import { isEmptyFilter, type Filter } from './filter.js'
import { matches, type MatchDetails } from './match.js'
import { choosePlan, type Plan } from './plan.js'
import { sortKey, type SortField } from './sort.js'
import { CandidateSource, type Candidate } from './source.js'
import { planUnion } from './union.js'

/** How much work without a fitting index is allowed. */
export interface Limits {
  /** Documents that a scan without bounds may look at in vain. */
  readonly scannedDocuments: number
  /** Documents that may be sorted in memory. */
  readonly sortedDocuments: number
}

export interface Query {
  readonly filter: Filter
  readonly sort: readonly SortField[]
  readonly skip: number
  readonly limit: number
  readonly hint?: string | undefined
}

/** A running query: gives candidates that fulfil the filter, in order, after skip and up to limit. */
export interface Results {
  next(details?: MatchDetails): Candidate | undefined
  /** Ends the hold on the database until `next` is called again. */
  pause(): void
  readonly documentsExamined: number
}

/** All plans of a query: one, or one for each branch of an `$or`. */
export function plansFor(collection: Collection, query: Query): Plan[] {
  const request = { filter: query.filter, sort: query.sort, hasLimit: query.limit > 0, hint: query.hint }
  const single = choosePlan(collection, request)
  if (single.isBounded || query.filter.ors.length === 0 || query.hint) return [single]
  return planUnion(collection, query.filter) ?? [single]
}

/** Runs a query. Must be paused before the turn of the event loop ends. */
export function execute(engine: Engine, collection: Collection, query: Query, limits: Limits): Results {
  const plans = plansFor(collection, query)
  const isSorted = plans.length === 1 && plans[0]!.isSorted
  const matching = new MatchingResults(engine, collection, query, plans, limits)
  const ordered = isSorted || query.sort.length === 0 ? matching : sortAll(matching, collection, query, limits)
  return query.skip > 0 || query.limit > 0 ? new Window(ordered, query.skip, query.limit) : ordered
}

class MatchingResults implements Results {
  documentsExamined = 0
  private readonly sources: CandidateSource[]
  private readonly seen: Set<string> | undefined
  private readonly isGuarded: boolean
  private readonly isTested: boolean
  private missed = 0
  private at = 0

  constructor(
    engine: Engine,
    private readonly collection: Collection,
    private readonly query: Query,
    plans: readonly Plan[],
    private readonly limits: Limits,
  ) {
    this.sources = plans.map((plan) => new CandidateSource(engine, plan))
    this.seen = plans.length > 1 ? new Set() : undefined
    this.isTested = plans.length > 1 || !plans[0]!.isExact
    this.isGuarded = plans.some(({ isBounded }) => !isBounded) && !isEmptyFilter(query.filter)
  }

  next(details?: MatchDetails): Candidate | undefined {
    for (; this.at < this.sources.length; this.at++) {
      const source = this.sources[this.at]!
      for (let candidate = source.next(); candidate; candidate = source.next()) {
        if (this.takes(candidate, details)) return candidate
      }
      source.pause()
    }
    return undefined
  }

  private takes(candidate: Candidate, details?: MatchDetails): boolean {
    this.documentsExamined++
    if (this.isTested && !matches(this.query.filter, candidate.document, details)) {
      if (this.isGuarded && ++this.missed > this.limits.scannedDocuments)
        throw missingIndex(this.collection, this.query)
      return false
    }
    if (!this.seen) return true
    const name = candidate.key.toString('latin1')
    if (this.seen.has(name)) return false
    this.seen.add(name)
    return true
  }

  pause(): void {
    this.sources[this.at]?.pause()
  }
}

function missingIndex(collection: Collection, { filter, sort }: Query): StoreError {
  const fields = [...new Set([...filter.fields.map(({ path }) => path.text), ...sort.map(({ path }) => path.text)])]
  const wanted = fields.length > 0 ? fields.join(', ') : 'the fields of its filter'
  return new StoreError(
    291,
    `this query on ${namespaceText(collection.namespace)} has no index to use and would scan the whole collection; create an index on { ${wanted} }`,
  )
}

function sortAll(results: Results, collection: Collection, query: Query, limits: Limits): Results {
  const found: { key: Buffer; candidate: Candidate }[] = []
  for (let candidate = results.next(); candidate; candidate = results.next()) {
    if (found.length === limits.sortedDocuments) {
      results.pause()
      const fields = query.sort.map(({ path }) => path.text).join(', ')
      throw new StoreError(
        292,
        `sorting more than ${limits.sortedDocuments} documents of ${namespaceText(collection.namespace)} by { ${fields} } needs an index in that order`,
      )
    }
    found.push({ key: sortKey(candidate.document, query.sort), candidate })
  }
  found.sort((left, right) => Buffer.compare(left.key, right.key))
  const ordered = found.map(({ candidate }) => candidate)
  let at = 0
  return {
    next: (details) => {
      const candidate = ordered[at++]
      if (candidate && details) matches(query.filter, candidate.document, details)
      return candidate
    },
    pause: () => {},
    documentsExamined: results.documentsExamined,
  }
}

class Window implements Results {
  private skipped = 0
  private given = 0

  constructor(
    private readonly results: Results,
    private readonly skip: number,
    private readonly limit: number,
  ) {}

  get documentsExamined(): number {
    return this.results.documentsExamined
  }

  next(details?: MatchDetails): Candidate | undefined {
    for (; this.skipped < this.skip; this.skipped++) if (!this.results.next()) return undefined
    if (this.limit > 0 && this.given === this.limit) return undefined
    this.given++
    return this.results.next(details)
  }

  pause(): void {
    this.results.pause()
  }
}

/** How many documents a collection holds. */
export function countAll(engine: Engine, collection: Collection): number {
  const start = Buffer.alloc(4)
  start.writeUInt32BE(collection.id)
  return engine.count(start, afterPrefix(start)!)
}
