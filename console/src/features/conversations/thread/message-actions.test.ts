import type { Entry } from '@parley/shared/conversations/entry'
import { actionsOn } from './message-actions'

const NOW = Date.parse('2026-01-01T00:10:00.000Z')
const message = (change: Partial<Extract<Entry, { kind: 'text' }>> = {}): Entry => ({
  id: 'a'.repeat(24),
  threadId: 'b'.repeat(24),
  conversationId: 'c'.repeat(24),
  position: 1,
  createdAt: '2026-01-01T00:09:00.000Z',
  author: { role: 'staff', id: 'me', name: 'Me' },
  clientMessageId: 'one',
  contactCount: 0,
  staffCount: 1,
  kind: 'text',
  text: 'words',
  ...change,
})

it.each<[string, Entry, boolean, string]>([
  ['one of one’s own', message(), true, 'quote copy recall'],
  ['somebody else’s', message(), false, 'quote copy'],
  ['an old one of one’s own', message({ createdAt: '2026-01-01T00:07:00.000Z' }), true, 'quote copy'],
  ['one without words', message({ text: '' }), false, 'quote'],
  ['a recalled one', message({ text: null }), true, ''],
  ['one on its way', message({ id: 'pending-one' }), true, ''],
])('offers for %s', (_, entry, isOwn, expected) => {
  expect(actionsOn(entry, { isOwn, now: NOW }).join(' ')).toBe(expected)
})
