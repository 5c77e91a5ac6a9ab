import { indexAfter, topToShow, windowOf } from './windowed'

describe('a window on many rows', () => {
  it('draws those in sight and a few around them', () => {
    expect(windowOf({ top: 6_400, height: 640, rowHeight: 64, count: 500 })).toEqual({ first: 94, last: 116 })
  })

  it('ends where the rows end, also when the list has shrunk under it', () => {
    expect(windowOf({ top: 0, height: 640, rowHeight: 64, count: 3 })).toEqual({ first: 0, last: 3 })
    expect(windowOf({ top: 9_999, height: 640, rowHeight: 64, count: 2 })).toEqual({ first: 2, last: 2 })
  })

  it('scrolls no further than it takes to show a row', () => {
    const view = { top: 128, height: 640, rowHeight: 64 }
    expect(topToShow(5, view)).toBe(128)
    expect(topToShow(0, view)).toBe(0)
    expect(topToShow(20, view)).toBe(20 * 64 + 64 - 640)
  })

  it('is walked by keys, and never beyond its ends', () => {
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
