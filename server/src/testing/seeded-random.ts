/** Numbers in [0, 1) that are the same for the same seed (mulberry32), so that a run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of some, by a number in [0, 1). */
export function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[Math.floor(number * items.length)]
  if (item === undefined) throw new Error('There is nothing to choose from')
  return item
}
