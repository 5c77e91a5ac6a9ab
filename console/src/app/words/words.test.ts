import { words as mainEnglish } from './en'
import { words as settingsEnglish } from './settings.en'
import { words as settingsChinese } from './settings.zh-CN'
import { words as mainChinese } from './zh-CN'

const english = { ...mainEnglish, ...settingsEnglish }
const chinese = { ...mainChinese, ...settingsChinese }

type Node = string | { [key: string]: Node }

/** Every phrase by its path, with the names in its braces. */
function phrases(node: Node, path = ''): Record<string, string> {
  if (typeof node === 'string') return { [path]: (node.match(/\{\w+\}/g) ?? []).sort().join(' ') }
  return Object.assign({}, ...Object.entries(node).map(([key, child]) => phrases(child, `${path}.${key}`))) as Record<
    string,
    string
  >
}

describe('the dictionaries', () => {
  it('have the same phrases with the same places to fill', () => {
    expect(phrases(chinese)).toEqual(phrases(english))
  })

  it('leave nothing empty and nothing untranslated', () => {
    const flat = (node: Node): string[] => (typeof node === 'string' ? [node] : Object.values(node).flatMap(flat))
    const [en, zh] = [flat(english), flat(chinese)]
    expect(en.filter((phrase) => phrase.trim() === '')).toEqual([])
    const neutral = [
      'Parley',
      '{name}：{text}',
      '{words} · {duration}',
      '{column}：{code}',
      '、',
      '{open} / {capacity}',
      '{author} · {contact}',
    ]
    expect(zh.filter((phrase) => !/\p{Script=Han}/u.test(phrase) && !neutral.includes(phrase))).toEqual([])
  })

  it('hold no sign that vue-i18n would read as syntax', () => {
    const flat = (node: Node): string[] => (typeof node === 'string' ? [node] : Object.values(node).flatMap(flat))
    expect([...flat(english), ...flat(chinese)].filter((phrase) => /[@|]/.test(phrase))).toEqual([])
  })
})
