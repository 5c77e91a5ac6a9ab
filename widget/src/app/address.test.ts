import { readAddress } from './address'

describe('the address of the page', () => {
  it('names the channel, and what the reader prefers', () => {
    expect(readAddress({ pathname: '/c/shop-1/', search: '?lang=zh&theme=dark' })).toEqual({
      channelKey: 'shop-1',
      language: 'zh',
      theme: 'dark',
    })
  })

  it.each(['/c/', '/c/Shop', '/c/a/b', '/c/%2e', `/c/${'a'.repeat(41)}`, '/other'])(
    '%s names no channel',
    (pathname) => {
      expect(readAddress({ pathname, search: '?theme=blue' })).toEqual({
        channelKey: null,
        language: null,
        theme: null,
      })
    },
  )
})
