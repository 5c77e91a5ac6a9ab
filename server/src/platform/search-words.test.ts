import { searchWords, tokensOf } from './search-words.js'

/** Whether a text would be found, as the store does it. */
function finds(query: string, text: string): boolean {
  const tokens = tokensOf(text)
  const wanted = searchWords(query)
  return (
    wanted.words.length > 0 &&
    wanted.tokens.every((token) => tokens.includes(token)) &&
    wanted.beginnings.every((start) => tokens.some((token) => token.startsWith(start)))
  )
}

describe('a search', () => {
  it.each([
    ['订单到货', '我的订单还没有到货'],
    ['没有', '我的订单还没有到货'],
    ['货', '我的订单还没有到货'],
    ['iphone', '请问iPhone 15的发票怎么开'],
    ['发票 iph', '请问iPhone 15的发票怎么开'],
    ['SF1234', '快递单号SF1234567在哪里'],
    ['order arr', 'My ORDER has not arrived.'],
    ['ｏｒｄｅｒ', 'my order'],
    ['café', 'We met at the Café'],
  ])('for %s finds %s', (query, text) => expect(finds(query, text)).toBe(true))

  it.each([
    ['退货', '我的订单还没有到货'],
    ['订单到货', '订单没有收到这批货'],
    ['orders arrived', 'My order has arrived'],
    ['！？', '真的吗！？'],
  ])('for %s does not find %s', (query, text) => expect(finds(query, text)).toBe(false))

  it('of a long text reads no more than its beginning', () => {
    expect(tokensOf('字'.repeat(100_000)).length).toBe(2)
    expect(finds('end', `${'x '.repeat(2_000)} end`)).toBe(false)
  })
})
