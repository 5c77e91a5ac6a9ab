import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import type { AttributeType } from '@parley/shared/contacts/attribute-values'
import { attributeChange, draftsOf, shownValue, valueOf } from './attribute-fields'

const of = (type: AttributeType, key: string = type): ContactAttribute => ({
  id: key,
  key,
  name: key,
  type,
  choices: type === 'choice' ? ['gold', 'silver'] : [],
  version: 0,
})
const english = { locale: 'en', yesNo: { yes: 'Yes', no: 'No' } }

describe('a value that is typed', () => {
  it.each([
    [of('text'), ' Rome ', 'Rome'],
    [of('text'), '  ', null],
    [of('number'), ' -7.5 ', -7.5],
    [of('number'), 'many', undefined],
    [of('number'), 'Infinity', undefined],
    [of('yesNo'), 'false', false],
    [of('yesNo'), 'perhaps', undefined],
    [of('date'), '2028-02-29', '2028-02-29'],
    [of('date'), '2026-02-29', undefined],
    [of('choice'), 'gold', 'gold'],
    [of('choice'), 'bronze', undefined],
  ])('for %p: %p means %p', (attribute, draft, value) => {
    expect(valueOf(attribute, draft)).toBe(value)
  })
})

describe('a form of attributes', () => {
  const attributes = [of('number', 'orders'), of('choice', 'plan'), of('text', 'city')]

  it('sends what was touched, and takes away what was emptied', () => {
    const before = draftsOf(attributes, { orders: 7, city: 'Rome' })
    const after = { ...before, orders: '', plan: 'gold' }
    expect(attributeChange(attributes, { before, after })).toEqual({
      change: { orders: null, plan: 'gold' },
      wrong: [],
    })
  })

  it('leaves alone what a host said otherwise than the attribute wants, and names what was typed wrong', () => {
    const before = draftsOf(attributes, { plan: 'bronze' })
    const after = { ...before, orders: 'many' }
    expect(attributeChange(attributes, { before, after })).toEqual({ change: {}, wrong: ['orders'] })
  })
})

describe('a value that is shown', () => {
  it.each([
    [of('number'), 1234.5, '1,234.5'],
    [of('number'), '12345', '12345'],
    [undefined, 12345, '12345'],
    [of('yesNo'), true, 'Yes'],
    [undefined, false, 'No'],
    [of('date'), '2026-11-21', 'Nov 21, 2026'],
    [of('date'), 'tomorrow', 'tomorrow'],
    [of('choice'), 'bronze', 'bronze'],
  ])('for %p: %p reads %p', (attribute, value, words) => {
    expect(shownValue(attribute, value, english)).toBe(words)
  })
})
