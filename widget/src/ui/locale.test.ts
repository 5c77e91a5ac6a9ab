import { chooseLocale } from './locale'
import { en } from './words.en'
import { zhCN } from './words.zh-CN'

describe('the language of the page', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-CN'],
    [['fr-FR', 'en-GB', 'zh'], 'en'],
    [[null, 'zh_Hans_CN'], 'zh-CN'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j reads as %s', (languages, expected) => {
    expect(chooseLocale(languages)).toBe(expected)
  })

  it('has the same words in both languages, and none is empty', () => {
    expect(Object.keys(zhCN)).toEqual(Object.keys(en))
    const plain = [...Object.values(en), ...Object.values(zhCN)].filter((word) => typeof word === 'string')
    expect(plain.filter((word) => word.trim() === '')).toEqual([])
  })
})
