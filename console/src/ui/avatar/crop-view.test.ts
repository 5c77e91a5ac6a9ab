import { pushed, squareIn, WHOLE, zoomed, ZOOM_MAX } from './crop-view'

const WIDE = { width: 400, height: 200 }

describe('the square that is kept of a picture', () => {
  it('is the middle at first', () => expect(squareIn(WIDE, WHOLE)).toEqual({ left: 100, top: 0, side: 200 }))

  it.each([
    ['to the right shows what is left', { right: 0.25, down: 0 }, { left: 50, top: 0, side: 200 }],
    ['beyond the edge stops there', { right: 9, down: 0 }, { left: 0, top: 0, side: 200 }],
    ['down has no room in a wide one', { right: 0, down: 1 }, { left: 100, top: 0, side: 200 }],
  ])('pushed %s', (_, by, square) => expect(squareIn(WIDE, pushed(WIDE, WHOLE, by))).toEqual(square))

  it('pushed beyond an edge comes back at once', () => {
    const atEdge = pushed(WIDE, WHOLE, { right: 9, down: 0 })
    expect(squareIn(WIDE, pushed(WIDE, atEdge, { right: -0.1, down: 0 })).left).toBeCloseTo(20)
  })

  it('is smaller the more it is enlarged, and stays within the picture when that is taken back', () => {
    const corner = pushed(WIDE, zoomed(WIDE, WHOLE, 2), { right: 9, down: 9 })
    expect(squareIn(WIDE, corner)).toEqual({ left: 0, top: 0, side: 100 })
    expect(squareIn(WIDE, zoomed(WIDE, corner, 0))).toEqual({ left: 0, top: 0, side: 200 })
    expect(zoomed(WIDE, WHOLE, 99).zoom).toBe(ZOOM_MAX)
  })
})
