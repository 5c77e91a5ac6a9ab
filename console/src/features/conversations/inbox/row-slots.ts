/**
 * Which drawn row shows which conversation. One that comes into sight takes the row of one that has left it, which is filled anew
 * instead of being made; whatever stays in sight keeps the row that it has, so nothing is exchanged under the pointer.
 */
export function assignSlots(held: ReadonlyMap<string, number>, ids: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(ids)
  const taken = new Set([...held].flatMap(([id, slot]) => (wanted.has(id) ? [slot] : [])))
  const free = [...held.values()].filter((slot) => !taken.has(slot)).sort((one, other) => one - other)
  let unused = held.size === 0 ? 0 : Math.max(...held.values()) + 1
  return new Map(
    ids.map((id) => {
      const slot = held.get(id) ?? free.shift() ?? unused++
      return [id, slot]
    }),
  )
}
