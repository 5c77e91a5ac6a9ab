import type { Decision } from '../conversations/index.js'

export interface Candidate {
  id: string
  capacity: number
  /** Chats they have now. */
  open: number
  lastServedAt: Date
}

/** Decisions of large teams are kept short: who was chosen, and the first of those who were not. */
const CONSIDERED_MAX = 20

/**
 * Whom the next conversation goes to: the fewest open chats under one's cap; among equals, the longest without being
 * served. Every candidate gets a verdict, so that the choice can be explained (B2).
 */
export function chooseAgent(candidates: readonly Candidate[]): {
  chosen: Candidate | null
  considered: Decision['considered']
} {
  const free = candidates.filter((candidate) => candidate.open < candidate.capacity)
  const chosen = free.reduce<Candidate | null>(
    (best, next) => (best === null || precedes(next, best) ? next : best),
    null,
  )
  const considered = candidates.map((candidate) => ({ staffId: candidate.id, verdict: verdictOn(candidate, chosen) }))
  considered.sort((one, other) => Number(other.verdict === 'chosen') - Number(one.verdict === 'chosen'))
  return { chosen, considered: considered.slice(0, CONSIDERED_MAX) }
}

function precedes(one: Candidate, other: Candidate): boolean {
  if (one.open !== other.open) return one.open < other.open
  if (one.lastServedAt.getTime() !== other.lastServedAt.getTime()) return one.lastServedAt < other.lastServedAt
  return one.id < other.id
}

function verdictOn(candidate: Candidate, chosen: Candidate | null): Decision['considered'][number]['verdict'] {
  if (candidate === chosen) return 'chosen'
  if (candidate.open >= candidate.capacity) return 'at_capacity'
  return chosen !== null && candidate.open > chosen.open ? 'busier' : 'served_later'
}
