import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { replyBlockOf } from './reply-block'

const agent = { id: 'me', canReply: true }
const assigned = (id: string) => ({ state: 'assigned', assignee: { id, name: id } }) as ConversationSummary
const inState = (state: ConversationSummary['state']) => ({ state, assignee: null }) as ConversationSummary

describe('who may reply', () => {
  it.each([
    { who: 'the assignee', conversation: assigned('me'), reader: agent, expected: undefined },
    { who: 'another agent', conversation: assigned('other'), reader: agent, expected: 'other' },
    { who: 'nobody while it waits', conversation: inState('waiting'), reader: agent, expected: 'waiting' },
    { who: 'nobody after its end', conversation: inState('ended'), reader: agent, expected: 'ended' },
    {
      who: 'no supervisor',
      conversation: assigned('other'),
      reader: { id: 'me', canReply: false },
      expected: 'role',
    },
  ])('$who', ({ conversation, reader, expected }) => expect(replyBlockOf(conversation, reader)).toBe(expected))
})
