import type { AuditAction, AuditFilter } from '@parley/shared/audit/audit'

/** The filter as the page holds it: days in the reader's zone, empty where nothing is chosen. */
export interface FilterValues {
  action: AuditAction | ''
  actorId: string
  from: string
  to: string
}

export const NO_FILTER: FilterValues = { action: '', actorId: '', from: '', to: '' }

const NEXT_DAY_MS = 24 * 3_600_000

const startOf = (day: string): Date | undefined => {
  const date = new Date(`${day}T00:00:00`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** What the server is asked: from the first moment of the first day to the last of the last. */
export function filterOf({ action, actorId, from, to }: FilterValues): AuditFilter {
  const [start, end] = [startOf(from), startOf(to)]
  return {
    ...(action === '' ? {} : { action }),
    ...(actorId === '' ? {} : { actorId }),
    ...(start === undefined ? {} : { from: start.toISOString() }),
    ...(end === undefined ? {} : { to: new Date(end.getTime() + NEXT_DAY_MS - 1).toISOString() }),
  }
}
