import { partsOf } from './links.js'

const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])

describe('addresses in a message', () => {
  it.each([
    ['see https://shop.example/a?b=1#c, then', ['https://shop.example/a?b=1#c']],
    ['(https://shop.example/a)', ['https://shop.example/a']],
    ['https://shop.example/a_(b)', ['https://shop.example/a_(b)']],
    ['https://en.example.org/wiki/Tea_(drink).', ['https://en.example.org/wiki/Tea_(drink)']],
    ['[(https://shop.example/a_(b)_[c])].', ['https://shop.example/a_(b)_[c]']],
    ['请看https://shop.example/x谢谢', ['https://shop.example/x']],
    ['（https://shop.example）', ['https://shop.example']],
    ['http://one.example，http://two.example。', ['http://one.example', 'http://two.example']],
    ['mail mailto:help@shop.example!', ['mailto:help@shop.example']],
    ['HTTP://EXAMPLE.COM and https://b.example', ['HTTP://EXAMPLE.COM', 'https://b.example']],
    ['javascript:alert(1) data:text/html,x ftp://a.example //b.example', []],
    ['JAVASCRIPT://%0aalert(1) vbscript:x', []],
    ['https:// http://. mailto: http://', []],
    ['<img src=x onerror=alert(1)>', []],
    ['<a href="https://shop.example">x</a>', ['https://shop.example']],
    ['https://bank.example@elsewhere.example https://u:p@elsewhere.example', []],
    ['no address', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected)
  })

  it('keeps every character of the text', () => {
    const text = '  one https://a.example/b).\n two <b>c</b> mailto:x@a.example\t'
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  it('reads the longest message at once, however many brackets end it', () => {
    expect(links(`https://a.example/${')'.repeat(10_000)}`)).toEqual(['https://a.example/'])
  })
})
