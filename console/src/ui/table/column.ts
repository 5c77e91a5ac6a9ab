/** A column of a table. */
export interface Column {
  key: string
  label: string
  /** A CSS width; without it the column takes what it needs. */
  width?: string
  align?: 'end'
  /** The reader may hide it; with `hidden` it is hidden until they ask for it. */
  choice?: 'shown' | 'hidden'
  /** There is no room for it on a phone. */
  isWideOnly?: boolean
}

/** The columns that are shown, given what the reader has switched since. */
export function shownColumns(columns: readonly Column[], switched: ReadonlySet<string>): Column[] {
  return columns.filter(({ key, choice }) => choice === undefined || (choice === 'shown') !== switched.has(key))
}
