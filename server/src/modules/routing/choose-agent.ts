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
 * served. Each candidate that is recorded gets a verdict, so that the choice can be explained (B2).
 */
export function chooseAgent(candidates: readonly Candidate[]): {
  chosen: Candidate | null
  considered: Decision['considered']
} {
  let chosen: Candidate | null = null
  for (const next of candidates) {
    if (next.open < next.capacity && (chosen === null || precedes(next, chosen))) chosen = next
  }
  const others = candidates.slice(0, CONSIDERED_MAX).filter((candidate) => candidate !== chosen)
  const recorded = (chosen === null ? others : [chosen, ...others]).slice(0, CONSIDERED_MAX)
  return {
    chosen,
    considered: recorded.map((candidate) => ({ staffId: candidate.id, verdict: verdictOn(candidate, chosen) })),
  }
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
