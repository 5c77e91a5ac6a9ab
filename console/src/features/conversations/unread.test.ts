import type { ConversationSummary, Mark } from '@parley/shared/conversations/conversation'
import { badgeOf, unreadOf } from './unread'

const counted = (contactCount: number, contactCountBefore = 0) =>
  ({ contactCount, contactCountBefore }) as ConversationSummary
const mark = (readPosition: number, readCount: number, deliveredPosition = 0) =>
  ({ threadId: 't', role: 'staff', readerId: 'me', readPosition, readCount, deliveredPosition }) as Mark

describe('unread', () => {
  it.each([
    { case: 'nothing read yet', conversation: counted(3), own: undefined, expected: 3 },
    { case: 'some read', conversation: counted(5), own: mark(7, 3), expected: 2 },
    { case: 'what a colleague answered before', conversation: counted(12, 10), own: undefined, expected: 2 },
    { case: 'a mark ahead of the list', conversation: counted(4), own: mark(9, 6), expected: 0 },
  ])('$case', ({ conversation, own, expected }) => expect(unreadOf(conversation, own)).toBe(expected))

  it('stops counting aloud at 99', () => expect([badgeOf(99), badgeOf(100)]).toEqual(['99', '99+']))
})
