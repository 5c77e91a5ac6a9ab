import { phrasesOf, searchPages } from './search'

const pages = [
  { id: 'people', titles: ['People', '员工'], phrases: ['Chats at once', 'Invite', '接待上限', '邀请'] },
  { id: 'channels', titles: ['Channels', '渠道'], phrases: ['Greeting', 'Colour', '欢迎语', 'Who may invite people'] },
]

describe('searching the settings', () => {
  it.each([
    ['a name', 'peop', ['people', 'channels']],
    ['a name in the other language', '渠道', ['channels']],
    ['words of a field', 'chats', ['people']],
    ['words of a field in the other language', '接待', ['people']],
    ['whatever the case', ' GREETING ', ['channels']],
    ['several words in any order', 'once chats', ['people']],
    ['nothing that fits', 'zebra', []],
    ['nothing at all', '  ', []],
  ])('finds by %s', (_name, query, expected) => {
    expect(searchPages(query, pages).map(({ id }) => id)).toEqual(expected)
  })

  it('says which words fit when it is not the name', () => {
    expect(searchPages('invite', pages)).toEqual([
      { id: 'people', because: 'Invite' },
      { id: 'channels', because: 'Who may invite people' },
    ])
    expect(searchPages('员工', pages)).toEqual([{ id: 'people', because: null }])
  })

  it('takes the short phrases of a section, however deep', () => {
    const section = { title: 'People', fields: { name: 'Name', hint: 'x'.repeat(80) }, count: '{count} people' }
    expect(phrasesOf(section)).toEqual(['People', 'Name'])
  })
})
