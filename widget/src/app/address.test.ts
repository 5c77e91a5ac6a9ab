import { readAddress, withoutSecrets } from './address'

const nothing = { channelKey: null, language: null, theme: null, page: null, identity: null, code: null, reset: null }

describe('the address of the page', () => {
  it('names the channel, what the reader prefers, who they are, and the site around', () => {
    const search = '?lang=zh&theme=dark&page=https%3A%2F%2Fshop.example'
    expect(readAddress({ pathname: '/c/shop-1/', search, hash: '#identity=abc.def' })).toEqual({
      channelKey: 'shop-1',
      language: 'zh',
      theme: 'dark',
      page: 'https://shop.example',
      identity: 'abc.def',
      code: null,
      reset: null,
    })
  })

  it('may carry a link that sets a new password', () => {
    expect(readAddress({ pathname: '/c/shop', search: '', hash: '#reset=a-b_c' })).toMatchObject({ reset: 'a-b_c' })
  })

  it('may carry a one-time code, which does not stay in it', () => {
    const address = { pathname: '/c/shop', search: '?lang=zh&code=a-b_c', hash: '#identity=abc' }
    expect(readAddress(address)).toMatchObject({ code: 'a-b_c' })
    expect(withoutSecrets(address)).toBe('/c/shop?lang=zh')
    expect(withoutSecrets({ pathname: '/c/shop', search: '?code=a' })).toBe('/c/shop')
  })

  it.each(['/c/', '/c/Shop', '/c/a/b', '/c/%2e', `/c/${'a'.repeat(41)}`, '/other'])(
    '%s names no channel',
    (pathname) => {
      expect(readAddress({ pathname, search: '?theme=blue&page=shop', hash: '' })).toEqual(nothing)
    },
  )
})
