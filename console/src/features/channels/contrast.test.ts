import { contrast, inkOn } from './contrast'

/** What WCAG asks of body text. */
const READABLE = 4.5

describe('contrast', () => {
  it('of black and white is 21, of a colour and itself 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#0e6464', '#0e6464')).toBe(1)
  })

  it.each([
    ['#0e6464', '#ffffff'],
    ['#ffd400', '#000000'],
    ['#000000', '#ffffff'],
  ])('text on %s is %s', (ground, ink) => expect(inkOn(ground).ink).toBe(ink))

  it('finds text that can be read on every ground', () => {
    for (let red = 0; red < 256; red += 15)
      for (let green = 0; green < 256; green += 15)
        for (let blue = 0; blue < 256; blue += 15) {
          const ground = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
          expect([ground, inkOn(ground).ratio >= READABLE]).toEqual([ground, true])
        }
  })
})
