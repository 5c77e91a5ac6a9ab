import { isSendingKey } from './sending-key.js'

const enter = {
  key: 'Enter',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 13,
  timeStamp: 1_000,
}

describe('the key that sends', () => {
  it.each([
    { key: 'Enter', stroke: enter, endedAt: 0, expected: true },
    { key: 'Shift + Enter', stroke: { ...enter, shiftKey: true }, endedAt: 0, expected: false },
    { key: 'Alt + Enter', stroke: { ...enter, altKey: true }, endedAt: 0, expected: false },
    { key: 'another key', stroke: { ...enter, key: 'a', keyCode: 65 }, endedAt: 0, expected: false },
    { key: 'Enter in a composition', stroke: { ...enter, isComposing: true }, endedAt: 0, expected: false },
    { key: 'Enter that the input method took', stroke: { ...enter, keyCode: 229 }, endedAt: 0, expected: false },
    { key: 'the stroke that ended the composition (Safari)', stroke: enter, endedAt: 990, expected: false },
    { key: 'the next Enter', stroke: enter, endedAt: 900, expected: true },
  ])('$key', ({ stroke, endedAt, expected }) => expect(isSendingKey(stroke, endedAt)).toBe(expected))
})

describe('who chose Ctrl + Enter', () => {
  it.each([
    [{}, false],
    [{ ctrlKey: true }, true],
    [{ metaKey: true }, true],
    [{ ctrlKey: true, shiftKey: true }, false],
    [{ ctrlKey: true, isComposing: true }, false],
  ])('sends with it alone: %j', (change, expected) =>
    expect(isSendingKey({ ...enter, ...change }, -Infinity, 'ctrlEnter')).toBe(expected),
  )
})
