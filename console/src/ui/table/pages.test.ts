import { addPage, replaceItem } from './pages'

const row = (id: string, name = id) => ({ id, name })

describe('a list read page by page', () => {
  it('puts pages under each other', () => {
    const first = addPage({ items: [], next: undefined }, { items: [row('a'), row('b')], next: 2 })
    const second = addPage(first, { items: [row('c')], next: null })
    expect(second).toEqual({ items: [row('a'), row('b'), row('c')], next: null })
  })

  it('shows a row once, as the later page has it, where it stood', () => {
    const first = addPage({ items: [], next: undefined }, { items: [row('a', 'old'), row('b')], next: 2 })
    const second = addPage(first, { items: [row('a', 'new'), row('c')], next: null })
    expect(second.items).toEqual([row('a', 'new'), row('b'), row('c')])
  })

  it('replaces a row that changed', () => {
    expect(replaceItem({ items: [row('a'), row('b')], next: null }, row('b', 'new')).items[1]).toEqual(row('b', 'new'))
  })
})
