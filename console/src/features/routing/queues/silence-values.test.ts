import { silenceOf, silenceValuesOf } from './silence-values'

it('keeps what is stored, and begins with something sensible where nothing is', () => {
  const stored = { warnAfterMinutes: 30, endAfterMinutes: 10 }
  expect(silenceOf(silenceValuesOf(stored))).toEqual(stored)
  expect(silenceOf(silenceValuesOf(null))).toBeNull()
  expect(silenceOf({ ...silenceValuesOf(null), isOn: true })).toEqual({ warnAfterMinutes: 10, endAfterMinutes: 5 })
})

it('makes nothing usable of what is no whole number', () => {
  const typed = { isOn: true, warnAfterMinutes: 'ten', endAfterMinutes: '-5' }
  expect(silenceOf(typed)).toEqual({ warnAfterMinutes: 0, endAfterMinutes: 0 })
})
