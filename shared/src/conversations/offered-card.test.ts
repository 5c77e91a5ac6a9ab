import { Card } from './entry.js'
import { offeredCard } from './offered-card.js'

const kettle = { title: 'Kettle', description: 'Steel', price: '¥199', image: 'https://shop.example/k.png' }

describe('a card that a page offers', () => {
  it('is what the server takes', () => {
    const card = offeredCard({ type: 'card', ...kettle, url: 'https://shop.example/kettle', extra: undefined })
    expect(card).toEqual({ ...kettle, url: 'https://shop.example/kettle' })
    expect(Card.safeParse(card).success).toBe(true)
    expect(offeredCard({ type: 'card', title: 'K' })).toEqual({ title: 'K' })
  })

  it.each([
    ['nothing', null],
    ['words', 'card'],
    ['another type', { type: 'text', title: 'K' }],
    ['no title', { type: 'card', price: '¥1' }],
    ['an empty title', { type: 'card', title: '' }],
    ['a title that is a list', { type: 'card', title: ['Kettle'] }],
    ['a script as address', { type: 'card', title: 'K', url: 'javascript:alert(1)' }],
    ['a script behind blanks', { type: 'card', title: 'K', url: ' javascript:alert(1)' }],
    ['data as picture', { type: 'card', title: 'K', image: 'data:text/html,x' }],
    ['half an address', { type: 'card', title: 'K', url: 'https://' }],
    ['too many words', { type: 'card', title: 'K'.repeat(201) }],
    ['a field that no card has', { type: 'card', title: 'K', onclick: 'x' }],
  ])('is refused: %s', (_, offered) => expect(offeredCard(offered)).toBeNull())
})
