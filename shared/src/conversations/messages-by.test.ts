import type { Entry } from './entry.js'
import { latestMessageBy, newMessagesBy } from './messages-by.js'

const entry = (position: number, role: 'contact' | 'staff' | 'system', kind: Entry['kind'] = 'text') =>
  ({ position, kind, author: { role, id: null, name: role } }) as unknown as Entry

const log = [
  entry(1, 'system', 'started'),
  entry(2, 'contact'),
  entry(3, 'staff'),
  entry(4, 'contact'),
  entry(5, 'staff', 'note'),
  entry(6, 'system', 'ended'),
]

describe('the messages of one side', () => {
  it('have a latest one, whatever came after it', () => {
    expect(latestMessageBy('contact', log)).toBe(4)
    expect(latestMessageBy('staff', log)).toBe(3)
    expect(latestMessageBy('staff', [])).toBe(0)
  })

  it('are counted after a position, notes and changes left out', () => {
    expect(newMessagesBy('contact', log, 2)).toBe(1)
    expect(newMessagesBy('contact', log, 0)).toBe(2)
    expect(newMessagesBy('staff', log, 3)).toBe(0)
  })
})
