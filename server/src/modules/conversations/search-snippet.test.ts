import { snippetOf } from './search-snippet.js'

describe('the words around what was found', () => {
  it('mark each of the words, and are cut where the text is long', () => {
    expect(snippetOf('My order: the order of May', ['order'])).toEqual([
      { text: 'My ', isMatch: false },
      { text: 'order', isMatch: true },
      { text: ': the ', isMatch: false },
      { text: 'order', isMatch: true },
      { text: ' of May', isMatch: false },
    ])
    const pieces = snippetOf(`${'a '.repeat(100)}订单 ${'b '.repeat(100)}`, ['订单'])
    expect(pieces.filter(({ isMatch }) => isMatch)).toEqual([{ text: '订单', isMatch: true }])
    expect([pieces[0]?.text, pieces.at(-1)?.text]).toEqual(['…', '…'])
    expect(pieces.map(({ text }) => text).join('').length).toBeLessThan(125)
  })
})
