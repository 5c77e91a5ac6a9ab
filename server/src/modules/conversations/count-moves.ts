import type { ConversationDocument, CountPlace } from './conversation.schema.js'

/** What a row of the counts gains and loses. */
export interface CountDelta {
  queueId: CountPlace['queueId']
  assigneeId: CountPlace['assigneeId']
  waiting: number
  assigned: number
  ended: number
}

/** Where a conversation counts as it stands; null for one that is still beginning. */
export function countPlaceOf({
  queueId,
  assigneeId,
  state,
}: Pick<ConversationDocument, 'queueId' | 'assigneeId' | 'state'>): CountPlace | null {
  return state === 'beginning' ? null : { queueId, assigneeId, state }
}

/** Whether two places are one. */
export function isSamePlace(one: CountPlace | null, other: CountPlace | null): boolean {
  if (one === null || other === null) return one === other
  return (
    one.state === other.state &&
    one.queueId.equals(other.queueId) &&
    String(one.assigneeId) === String(other.assigneeId)
  )
}

export const rowKeyOf = ({ queueId, assigneeId }: Pick<CountDelta, 'queueId' | 'assigneeId'>): string =>
  `${queueId.toHexString()} ${assigneeId?.toHexString() ?? ''}`

/** Rows as they are added up. */
export class CountSum {
  private readonly deltas = new Map<string, CountDelta>()

  /** A place gains or loses: the queue's row, and the assignee's where there is one. */
  add(place: CountPlace | null, by: 1 | -1): void {
    if (place === null) return
    const { queueId, state } = place
    for (const assigneeId of place.assigneeId === null ? [null] : [null, place.assigneeId]) {
      const key = rowKeyOf({ queueId, assigneeId })
      const delta = this.deltas.get(key) ?? { queueId, assigneeId, waiting: 0, assigned: 0, ended: 0 }
      delta[state] += by
      this.deltas.set(key, delta)
    }
  }

  /** Those that are not nothing. */
  get rows(): CountDelta[] {
    return [...this.deltas.values()].filter(({ waiting, assigned, ended }) => waiting || assigned || ended)
  }
}

/** What moves change, row by row; moves within a row cancel out. */
export function deltasOf(moves: readonly { from: CountPlace | null; to: CountPlace | null }[]): CountDelta[] {
  const sum = new CountSum()
  for (const { from, to } of moves) {
    sum.add(from, -1)
    sum.add(to, 1)
  }
  return sum.rows
}
