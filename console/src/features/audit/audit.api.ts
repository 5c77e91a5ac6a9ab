import type { AuditFilter } from '@parley/shared/audit/audit'

/** Where the browser downloads what the filter lets through, as a table. */
export function csvAddress(filter: AuditFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const text = query.toString()
  return text === '' ? '/api/v1/audit.csv' : `/api/v1/audit.csv?${text}`
}
