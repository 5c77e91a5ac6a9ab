import { hexColour, inkOn, luminance } from './colour.js'

const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('the colour of a site', () => {
  it.each([
    ['#0E6464', '#0e6464'],
    ['#f80', '#ff8800'],
    ['red', null],
    ['#12345', null],
    ['url(#x)', null],
    [7, null],
  ])('%s is taken as %s', (given, expected) => {
    expect(hexColour(given)).toBe(expected)
  })

  it('always has words that can be read on it', () => {
    const steps = ['00', '33', '66', '77', '80', '99', 'cc', 'ff']
    const colours = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)))
    expect(colours.filter((colour) => contrast(colour, inkOn(colour)) < 4.5)).toEqual([])
  })
})
