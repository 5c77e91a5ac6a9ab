import { typedQuery, withChoice } from './typed-query'

describe('what is looked for while typing', () => {
  it.each([
    ['/', 'reply', { kind: 'quickReply', query: '', from: 0 }],
    ['Hello /退', 'reply', { kind: 'quickReply', query: '退', from: 6 }],
    ['1/2', 'reply', undefined],
    ['https://a', 'reply', undefined],
    ['/two words', 'reply', undefined],
    ['@ag', 'note', { kind: 'colleague', query: 'ag', from: 0 }],
    ['@ag', 'reply', undefined],
    ['a@b', 'note', undefined],
    ['line\n/x', 'note', { kind: 'quickReply', query: 'x', from: 5 }],
  ] as const)('%s in a %s', (text, mode, expected) => expect(typedQuery(text, text.length, mode)).toEqual(expected))

  it('looks at what stands before the caret alone, and puts the choice there', () => {
    expect(typedQuery('/ab and more', 3, 'reply')).toEqual({ kind: 'quickReply', query: 'ab', from: 0 })
    expect(withChoice('say /ab now', { from: 4, caret: 7 }, 'Good day')).toEqual({
      text: 'say Good day now',
      caret: 12,
    })
  })
})
