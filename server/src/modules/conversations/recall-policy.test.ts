import type { LogEntry } from './log-entry.js'
import { recallRefusal } from './recall-policy.js'

const now = new Date('2026-01-01T00:02:00.000Z')
const entry = (senderKey: string, createdAt: string, kind = 'text') =>
  ({ senderKey, createdAt: new Date(createdAt), body: { kind, text: 'words' } }) as LogEntry

describe('recalling', () => {
  it.each([
    ['an unknown entry', null, 'not_found'],
    ["somebody else's message", entry('contact:b', '2026-01-01T00:01:00.000Z'), 'forbidden'],
    ['a line of the system', entry('contact:a', '2026-01-01T00:01:00.000Z', 'started'), 'forbidden'],
    ['a message of more than two minutes ago', entry('contact:a', '2025-12-31T23:59:59.999Z'), 'recall_too_late'],
    ["one's own message of exactly two minutes ago", entry('contact:a', '2026-01-01T00:00:00.000Z'), null],
    ["one's own note", entry('contact:a', '2026-01-01T00:01:00.000Z', 'note'), null],
  ])('%s: %s', (_name, target, expected) => {
    expect(recallRefusal(target, 'contact:a', now)).toBe(expected)
  })
})
