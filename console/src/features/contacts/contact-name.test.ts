import { visitorNumber } from './contact-name'

describe("a visitor's number", () => {
  it.each([
    ['#4821', '4821'],
    ['Number #5', undefined],
    ['#hash', undefined],
    ['访客', undefined],
  ])('of "%s" is %s', (name, expected) => expect(visitorNumber(name)).toBe(expected))
})
