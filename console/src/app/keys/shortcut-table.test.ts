import { capsOf, SHORTCUTS } from './shortcut-table'

describe('shortcuts', () => {
  it('are each another one', () => {
    const presses = SHORTCUTS.map(({ press }) => press)
    expect(new Set(presses).size).toBe(presses.length)
  })

  it.each([
    ['$mod+k', 'other', [['Ctrl', 'K']]],
    ['$mod+k', 'mac', [['⌘', 'K']]],
    ['[Shift]+?', 'other', [['?']]],
    ['g m', 'other', [['G'], ['M']]],
    ['Alt+ArrowDown', 'mac', [['⌥', '↓']]],
  ] as const)('%s is printed as on the keys of a machine of kind %s', (press, platform, caps) => {
    expect(capsOf(press, platform)).toEqual(caps)
  })
})
