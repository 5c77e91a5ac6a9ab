import { fitsAttribute } from './attribute-values.js'
import type { AttributeType, AttributeValue } from './attribute-values.js'

describe('a value of an attribute', () => {
  it.each<[AttributeType, AttributeValue, boolean]>([
    ['text', 'anything', true],
    ['text', 7, false],
    ['number', -7.5, true],
    ['number', '7', false],
    ['yesNo', false, true],
    ['yesNo', 'no', false],
    ['date', '2028-02-29', true],
    ['date', '2026-02-29', false],
    ['date', '2026-2-1', false],
    ['date', 'tomorrow', false],
    ['choice', 'gold', true],
    ['choice', 'Gold', false],
  ])('of type %s: %p fits: %p', (type, value, fits) => {
    expect(fitsAttribute({ type, choices: ['gold', 'silver'] }, value)).toBe(fits)
  })
})
