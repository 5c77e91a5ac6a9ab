import type { Entry } from './entry.js'
import { emptyTimeline, hasHole, insertEntries, insertEntry, openTimeline, prependHistory } from './timeline.js'

const text = (position: number, words = `message ${position}`): Entry => ({
  id: String(position).padStart(24, '0'),
  threadId: 'a'.repeat(24),
  conversationId: 'b'.repeat(24),
  position,
  createdAt: '2026-01-01T00:00:00.000Z',
  author: { role: 'contact', id: null, name: 'Visitor' },
  clientMessageId: `client-${position}`,
  contactCount: position,
  staffCount: 0,
  kind: 'text',
  text: words,
})

const recalled = (position: number, targetPosition: number): Entry => {
  const { text: _, ...rest } = text(position) as Extract<Entry, { kind: 'text' }>
  return { ...rest, kind: 'recalled', targetPosition }
}

const positions = (entries: readonly Entry[]) => entries.map((entry) => entry.position)

describe('a timeline', () => {
  it('shows entries in order of position whatever order they arrive in', () => {
    const timeline = insertEntries(emptyTimeline, [text(3), text(1), text(4), text(2)])
    expect(positions(timeline.entries)).toEqual([1, 2, 3, 4])
    expect(timeline.cursor).toBe(4)
  })

  it('shows nothing beyond a hole, and says that there is one', () => {
    const timeline = insertEntries(emptyTimeline, [text(1), text(3)])
    expect(positions(timeline.entries)).toEqual([1])
    expect(hasHole(timeline)).toBe(true)
    expect(hasHole(insertEntry(timeline, text(2)))).toBe(false)
  })

  it('drops what it already holds, live or held back', () => {
    const timeline = insertEntries(emptyTimeline, [text(1), text(1), text(3), text(3), text(2), text(2)])
    expect(positions(timeline.entries)).toEqual([1, 2, 3])
  })

  it('blanks a recalled message', () => {
    const timeline = insertEntries(emptyTimeline, [text(1), recalled(2, 1)])
    expect(timeline.entries[0]).toMatchObject({ position: 1, text: null })
  })

  it('blanks what quotes a recalled message', () => {
    const quoted = text(1) as Extract<Entry, { kind: 'text' }>
    const { id, position, author, kind } = quoted
    const quote = { id, position, author: { role: author.role, name: author.name }, kind, text: 'words', files: null }
    const answer = { ...text(2), quote } as Entry
    const timeline = insertEntries(emptyTimeline, [quoted, answer, recalled(3, 1)])
    expect(timeline.entries[1]).toMatchObject({ text: 'message 2', quote: { position: 1, text: null } })
  })

  it('follows from the end of the page it was opened with', () => {
    const timeline = openTimeline({ entries: [text(8), text(9)], position: 9, hasEarlier: true })
    expect(positions(insertEntry(timeline, text(10)).entries)).toEqual([8, 9, 10])
  })

  it('puts an earlier page in front, and applies to it a recall that came later', () => {
    const opened = openTimeline({ entries: [text(3), recalled(4, 2)], position: 4, hasEarlier: true })
    const timeline = prependHistory(opened, { entries: [text(1), text(2)], hasEarlier: false })
    expect(positions(timeline.entries)).toEqual([1, 2, 3, 4])
    expect(timeline.entries[1]).toMatchObject({ position: 2, text: null })
    expect(timeline.hasEarlier).toBe(false)
  })

  it('refuses an earlier page that leaves a hole', () => {
    const opened = openTimeline({ entries: [text(5)], position: 5, hasEarlier: true })
    expect(prependHistory(opened, { entries: [text(2)], hasEarlier: false })).toBe(opened)
  })
})
