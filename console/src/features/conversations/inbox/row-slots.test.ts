import { assignSlots } from './row-slots'

const slotsOf = (...steps: string[][]) => {
  let held: ReadonlyMap<string, number> = new Map()
  for (const ids of steps) held = assignSlots(held, ids)
  return Object.fromEntries(held)
}

describe('the rows that are drawn', () => {
  it('are handed on by what leaves the sight to what comes into it', () => {
    expect(slotsOf(['a', 'b', 'c'])).toEqual({ a: 0, b: 1, c: 2 })
    expect(slotsOf(['a', 'b', 'c'], ['b', 'c', 'd'])).toEqual({ b: 1, c: 2, d: 0 })
    expect(slotsOf(['a', 'b', 'c'], ['x', 'y', 'z'])).toEqual({ x: 0, y: 1, z: 2 })
  })

  it('stay with whatever stays in sight, wherever it moves', () => {
    expect(slotsOf(['a', 'b', 'c'], ['new', 'a', 'b'])).toEqual({ new: 2, a: 0, b: 1 })
    expect(slotsOf(['a', 'b'], ['b', 'a', 'c'])).toEqual({ a: 0, b: 1, c: 2 })
  })

  it('never show two', () => {
    const slots = Object.values(slotsOf(['a', 'b', 'c', 'd'], ['d'], ['e', 'd', 'f'], ['g', 'h', 'f', 'e', 'i']))
    expect(new Set(slots).size).toBe(slots.length)
  })
})
