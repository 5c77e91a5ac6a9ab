/** Rows drawn beyond the edges, so that a quick scroll shows no gap. */
const OVERSCAN = 6

/** Which rows of equal height are before the reader's eyes: first inclusive, last exclusive. */
export function windowOf(view: { top: number; height: number; rowHeight: number; count: number }): {
  first: number
  last: number
} {
  const first = Math.max(0, Math.floor(view.top / view.rowHeight) - OVERSCAN)
  const last = Math.min(view.count, Math.ceil((view.top + view.height) / view.rowHeight) + OVERSCAN)
  return { first: Math.min(first, last), last }
}

/** How to scroll so that a row is wholly in sight; unchanged when it is. */
export function topToShow(index: number, view: { top: number; height: number; rowHeight: number }): number {
  const start = index * view.rowHeight
  if (start < view.top) return start
  return Math.max(view.top, start + view.rowHeight - view.height)
}

/** Where a key moves to in a list, or undefined when it is not a key that moves. */
export function indexAfter(
  key: string,
  { index, count, rowsInSight }: { index: number; count: number; rowsInSight: number },
): number | undefined {
  const page = Math.max(1, rowsInSight - 1)
  const targets: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  }
  const target = targets[key]
  return target === undefined ? undefined : Math.min(Math.max(target, 0), count - 1)
}
