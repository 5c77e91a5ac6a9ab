import { initialsOf, tintOf, TINTS } from './initials'

describe('initials', () => {
  it.each([
    ['访客 4821', '21'],
    ['Visitor 7', '7'],
    ['王小明', '小明'],
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['  ', ''],
    ['😀 party', '😀P'],
  ])('of "%s" are "%s"', (name, expected) => expect(initialsOf(name)).toBe(expected))

  it('give one person one ground', () => {
    expect(tintOf('64b0000000000000000000aa')).toBe(tintOf('64b0000000000000000000aa'))
    expect(tintOf('x')).toBeLessThan(TINTS)
  })
})
