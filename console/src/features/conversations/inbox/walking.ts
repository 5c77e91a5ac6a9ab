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
