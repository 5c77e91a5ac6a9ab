import type { Entry } from '@parley/shared/conversations/entry'
import { unreadBoundary } from './receipts'

const entry = (position: number, role: 'contact' | 'staff' | 'system', rest: Partial<Entry> = {}) =>
  ({ position, kind: 'text', contactCount: 0, author: { role, id: null, name: role }, ...rest }) as unknown as Entry

const log = [
  entry(1, 'system', { contactCount: 0, kind: 'started' }),
  entry(2, 'contact', { contactCount: 1 }),
  entry(3, 'staff', { contactCount: 1 }),
  entry(4, 'system', { contactCount: 1, kind: 'ended' }),
  entry(5, 'system', { contactCount: 1, kind: 'started' }),
  entry(6, 'contact', { contactCount: 2 }),
  entry(7, 'staff', { contactCount: 2, kind: 'note' }),
  entry(8, 'contact', { contactCount: 3 }),
  entry(9, 'system', { contactCount: 3, kind: 'assigned' }),
]

describe('the unread divider', () => {
  it('stands after what was read', () => expect(unreadBoundary(log, { position: 6, countBefore: 0 })).toBe(6))
  it('never stands in an earlier conversation', () =>
    expect(unreadBoundary(log, { position: 0, countBefore: 1 })).toBe(5))
  it('is absent when all is read', () => expect(unreadBoundary(log, { position: 8, countBefore: 0 })).toBeUndefined())
})
