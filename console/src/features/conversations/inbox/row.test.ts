import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { previewOf } from './preview'
import { urgencyOf, waitingFrom } from './waiting'

type Message = NonNullable<ConversationSummary['lastMessage']>
const last = (message: Partial<Message> | null) =>
  ({
    lastMessage: message && {
      kind: 'text',
      preview: 'words',
      authorRole: 'staff',
      authorName: 'Me',
      createdAt: '',
      ...message,
    },
  }) as ConversationSummary

describe('the line under a name', () => {
  it.each([
    { case: 'nothing written yet', message: null, by: 'nobody', text: null },
    { case: 'the contact', message: { authorRole: 'contact', authorName: 'Visitor' }, by: 'contact', text: 'words' },
    { case: 'my reply', message: {}, by: 'me', text: 'words' },
    { case: "a colleague's reply", message: { authorName: 'Other' }, by: 'colleague', text: 'words' },
    { case: 'a note, whoever wrote it', message: { kind: 'note' }, by: 'note', text: 'words' },
    { case: 'a recalled message', message: { preview: null }, by: 'me', text: null },
    { case: 'several lines', message: { preview: 'one\n\n two' }, by: 'me', text: 'one two' },
  ] as const)('$case', ({ message, by, text }) => expect(previewOf(last(message), 'Me')).toMatchObject({ by, text }))
})

describe('the waiting clock', () => {
  it('warns after two minutes and alarms after five', () => {
    expect([0, 119_999, 120_000, 299_999, 300_000].map(urgencyOf)).toEqual([
      'calm',
      'calm',
      'warning',
      'warning',
      'danger',
    ])
  })

  it('counts from the oldest message without an answer, while the conversation is open', () => {
    const waiting = { state: 'waiting', awaitingReplySince: 'a', waitingSince: 'b' } as ConversationSummary
    expect(waitingFrom(waiting)).toBe('a')
    expect(waitingFrom({ ...waiting, awaitingReplySince: null })).toBe('b')
    expect(waitingFrom({ ...waiting, state: 'assigned', awaitingReplySince: null })).toBeNull()
    expect(waitingFrom({ ...waiting, state: 'ended' })).toBeNull()
  })
})
