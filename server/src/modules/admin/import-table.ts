import { IMPORT_COLUMNS } from '@parley/shared/accounts/management'
import { ParleyError } from '@parley/shared/kernel/errors'
import Papa from 'papaparse'

type Column = (typeof IMPORT_COLUMNS)[number]

/** One line of a table, by its columns. */
export interface TableRow {
  /** 1 is the first line under the head. */
  row: number
  cells: Partial<Record<Column, string>>
}

/** What one import takes at most: more go in with the next. */
const ROWS_MAX = 500
const REQUIRED: readonly Column[] = ['login', 'name']

/** Several values of one cell. */
export const listedIn = (cell: string): string[] =>
  cell
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter(Boolean)

/** Reads a table whose first line names its columns. @throws ParleyError `bad_request` naming the column that is missing or unknown */
export function parseTable(csv: string): TableRow[] {
  const { data, meta } = Papa.parse<Record<string, string>>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (head) => head.trim().toLowerCase(),
  })
  const columns = meta.fields ?? []
  const known: readonly string[] = IMPORT_COLUMNS
  const issues = [
    ...REQUIRED.filter((column) => !columns.includes(column)).map((path) => ({ path, code: 'missing' })),
    ...columns
      .filter((column) => !known.includes(column))
      .map((path) => ({ path: path.slice(0, 40), code: 'unknown' })),
    ...(data.length > ROWS_MAX ? [{ path: 'csv', code: 'too_big' }] : []),
  ]
  if (issues.length > 0) throw new ParleyError('bad_request', { issues: issues.slice(0, 20) })
  return data.map((cells, index) => ({ row: index + 1, cells }))
}
