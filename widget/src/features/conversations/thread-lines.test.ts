import type { Entry } from '@parley/shared/conversations/entry'
import type { OutboxItem } from '@parley/shared/conversations/outbox'
import { isRecallable, keepUnchanged, threadLines } from './thread-lines'
import type { Bubble, ThreadParts } from './thread-lines'

const AT = '2026-01-05T10:00:00.000Z'

const text = (position: number, role: 'contact' | 'staff' = 'contact', createdAt = AT) =>
  ({
    id: `entry-${position}`,
    position,
    createdAt,
    kind: 'text',
    text: `words ${position}`,
    clientMessageId: `message-${position}`,
    author: { role, id: null, name: role },
  }) as unknown as Entry

const item = (clientMessageId: string, state: OutboxItem['state'] = 'sending', error?: 'too_large'): OutboxItem => ({
  clientMessageId,
  lane: 'thread',
  kind: 'text',
  text: clientMessageId,
  createdAt: AT,
  state,
  ...(error === undefined ? {} : { error }),
})

const lines = (parts: Partial<ThreadParts>) =>
  threadLines({
    entries: [],
    outbox: [],
    staffMark: { readPosition: 0, deliveredPosition: 0 },
    unreadAfter: undefined,
    timeZone: 'UTC',
    isConnected: true,
    ...parts,
  })

const bubbles = (parts: Partial<ThreadParts>) => lines(parts).filter((line): line is Bubble => line.type === 'bubble')

describe('the lines of a thread', () => {
  it('show a message once, whether its answer or its announcement comes first', () => {
    const shown = bubbles({ entries: [text(1)], outbox: [item('message-1'), item('message-2')] })
    expect(shown.map((bubble) => [bubble.key, bubble.delivery])).toEqual([
      ['contact-message-1', 'sent'],
      ['contact-message-2', 'sending'],
    ])
  })

  it('group what is on its way with what is stored', () => {
    const shown = bubbles({ entries: [text(1)], outbox: [item('message-2')] })
    expect(shown.map(({ isGroupStart, isGroupEnd }) => [isGroupStart, isGroupEnd])).toEqual([
      [true, false],
      [false, true],
    ])
  })

  it('say how far each message has come, once for those below one another that have come equally far', () => {
    const entries = [text(1), text(2), text(3), text(4)]
    const shown = bubbles({ entries, staffMark: { readPosition: 2, deliveredPosition: 3 } })
    expect(shown.map(({ delivery, showsDelivery }) => [delivery, showsDelivery])).toEqual([
      ['read', false],
      ['read', true],
      ['delivered', true],
      ['sent', true],
    ])
  })

  it('say of every failed message that it failed, and why', () => {
    const shown = bubbles({ outbox: [item('one', 'failed', 'too_large'), item('two', 'failed')] })
    expect(shown.map(({ showsDelivery, isTooLong }) => [showsDelivery, isTooLong])).toEqual([
      [true, true],
      [true, false],
    ])
  })

  it('say that a message waits while there is no connection', () => {
    expect(bubbles({ outbox: [item('one')], isConnected: false })[0]?.delivery).toBe('waiting')
  })

  it('put recalled messages and events in words, not in bubbles, and never show a note', () => {
    const recalled = { ...text(1), text: null } as unknown as Entry
    const ended = { ...text(2), kind: 'ended', reason: 'staff' } as unknown as Entry
    const note = { ...text(3), kind: 'note' } as unknown as Entry
    const shown = lines({ entries: [recalled, ended, note] })
    expect(shown.map((line) => line.type)).toEqual(['day', 'event', 'event'])
    expect(shown.at(-1)).toMatchObject({ isLast: true })
  })

  it('keep their objects while they say the same', () => {
    const before = lines({ entries: [text(1), text(2, 'staff')] })
    const after = keepUnchanged(before, lines({ entries: [text(1), text(2, 'staff'), text(3)] }))
    expect(after.slice(0, 3).map((line, index) => line === before[index])).toEqual([true, true, true])
  })

  it('offer recall of own, stored messages for two minutes', () => {
    const [own, other] = bubbles({ entries: [text(1), text(2, 'staff')] })
    const [pending] = bubbles({ outbox: [item('one')] })
    const soon = Date.parse(AT) + 119_000
    expect([own, other, pending].map((bubble) => isRecallable(bubble!, soon))).toEqual([true, false, false])
    expect(isRecallable(own!, soon + 2_000)).toBe(false)
  })
})
