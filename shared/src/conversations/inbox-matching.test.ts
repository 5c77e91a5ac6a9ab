import type { ConversationSummary } from './conversation.js'
import { matchesFilter } from './inbox-matching.js'

const conversation = {
  queueId: 'q',
  channel: { id: 'c', name: '' },
  tagIds: ['t', 'u'],
  assignee: { id: 'a', name: '' },
} as unknown as ConversationSummary

describe('a filter of the inbox', () => {
  it.each([
    ['nothing', {}, true],
    ['the queue', { queueId: 'q' }, true],
    ['another queue', { queueId: 'r' }, false],
    ['one of its tags', { tagId: 'u' }, true],
    ['a tag that it has not', { tagId: 'v' }, false],
    ['everything at once', { queueId: 'q', channelId: 'c', tagId: 't', assigneeId: 'a' }, true],
    ['everything but the agent', { queueId: 'q', channelId: 'c', tagId: 't', assigneeId: 'b' }, false],
  ])('by %s', (_name, filter, expected) => expect(matchesFilter(conversation, filter)).toBe(expected))

  it('by an agent leaves out what nobody has', () => {
    expect(matchesFilter({ ...conversation, assignee: null }, { assigneeId: 'a' })).toBe(false)
  })
})
