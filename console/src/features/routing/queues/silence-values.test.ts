import { silenceOf, silenceValuesOf, wrongMinutes } from './silence-values'

it('keeps what is stored, and begins with something sensible where nothing is', () => {
  const stored = { warnAfterMinutes: 30, endAfterMinutes: 10 }
  expect(silenceOf(silenceValuesOf(stored))).toEqual(stored)
  expect(silenceOf(silenceValuesOf(null))).toBeNull()
  expect(silenceOf({ ...silenceValuesOf(null), isOn: true })).toEqual({ warnAfterMinutes: 10, endAfterMinutes: 5 })
})

it.each([
  ['ten', '5', 'warnAfterMinutes'],
  ['', '5', 'warnAfterMinutes'],
  ['10', '-5', 'endAfterMinutes'],
  ['10', '2.5', 'endAfterMinutes'],
  ['10', '0', 'endAfterMinutes'],
  ['10081', '5', 'warnAfterMinutes'],
  [' 10 ', '10080', undefined],
])('names the field of %p and %p that is no number of minutes: %p', (warnAfterMinutes, endAfterMinutes, wrong) => {
  expect(wrongMinutes({ isOn: true, warnAfterMinutes, endAfterMinutes })).toBe(wrong)
  expect(wrongMinutes({ isOn: false, warnAfterMinutes, endAfterMinutes })).toBeUndefined()
})
