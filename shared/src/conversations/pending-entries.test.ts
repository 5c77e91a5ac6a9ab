import type { Entry } from './entry.js'
import type { OutboxItem } from './outbox.js'
import { entryKey, itemsOnTheirWay, pendingEntries } from './pending-entries.js'

const AT = '2026-01-05T10:00:00.000Z'
const LATER = '2026-01-05T10:00:09.000Z'

const item = (clientMessageId: string, createdAt = AT): OutboxItem => ({
  clientMessageId,
  createdAt,
  lane: 'thread',
  kind: 'text',
  text: clientMessageId,
  state: 'sending',
})
const author = { role: 'staff', id: 'me', name: 'Me' } as const
const stored = { id: 'stored', position: 7, createdAt: AT, clientMessageId: 'one', author } as unknown as Entry

describe('messages on their way', () => {
  it('follow the last entry held, in the order in which they were written', () => {
    const entries = pendingEntries([item('two'), item('three')], [stored], author)
    expect(entries.map((entry) => [entry.text, entry.position])).toEqual([
      ['two', 8],
      ['three', 9],
    ])
  })

  it('are drawn once when the entry arrives before the answer to the send', () => {
    expect(itemsOnTheirWay([item('one'), item('two')], [stored])).toEqual([item('two')])
  })

  it('are not dated before what they follow, though the clock here is slow', () => {
    const entries = pendingEntries([item('two'), item('three', LATER)], [stored], author)
    const behind = pendingEntries([item('two')], [{ ...stored, createdAt: LATER }], author)
    expect(entries.map((entry) => entry.createdAt)).toEqual([AT, LATER])
    expect(behind.map((entry) => entry.createdAt)).toEqual([LATER])
  })

  it('keep their bubble when they arrive', () => {
    const [pending] = pendingEntries([item('one')], [], author)
    expect(pending && entryKey(pending)).toBe(entryKey(stored))
  })
})
