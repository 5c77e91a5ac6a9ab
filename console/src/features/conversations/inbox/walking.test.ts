import { indexAfter } from './walking'

describe('walking through a list by keys', () => {
  it('goes by one, by what is in sight and to the ends, and never beyond them', () => {
    const at = (index: number) => ({ index, count: 30, rowsInSight: 10 })
    expect(indexAfter('ArrowDown', at(3))).toBe(4)
    expect(indexAfter('ArrowUp', at(0))).toBe(0)
    expect(indexAfter('PageDown', at(3))).toBe(12)
    expect(indexAfter('PageDown', at(28))).toBe(29)
    expect(indexAfter('Home', at(9))).toBe(0)
    expect(indexAfter('End', at(9))).toBe(29)
    expect(indexAfter('a', at(9))).toBeUndefined()
  })
})
