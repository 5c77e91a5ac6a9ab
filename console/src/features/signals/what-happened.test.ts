import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { weightiest, whatHappened } from './what-happened'

const conversation = (change: Partial<ConversationSummary>) => ({ contactCount: 1, ...change }) as ConversationSummary
const mine = (contactCount = 1) => conversation({ state: 'assigned', assignee: { id: 'me', name: 'Me' }, contactCount })
const theirs = conversation({ state: 'assigned', assignee: { id: 'other', name: 'Other' } })
const waiting = conversation({ state: 'waiting', assignee: null })

const me = { id: 'me', canTake: true }

it.each([
  ['one that has become mine', { now: mine(), before: waiting }, 'assigned'],
  ['one that came to me from a colleague', { now: mine(), before: theirs }, 'assigned'],
  ['a new message in mine', { now: mine(2), before: mine(1) }, 'message'],
  ['my own answer', { now: mine(1), before: mine(1) }, undefined],
  ['one that begins to wait', { now: waiting, before: undefined }, 'waiting'],
  ['one that waits on', { now: waiting, before: waiting }, undefined],
  ['a colleague’s', { now: theirs, before: waiting }, undefined],
])('says what %s means', (_, change, expected) => expect(whatHappened(change, me)).toBe(expected))

it('tells nobody of what waits who cannot take it', () => {
  expect(whatHappened({ now: waiting, before: undefined }, { id: 'me', canTake: false })).toBeUndefined()
})

it('makes one of several at once', () => {
  const several = (['waiting', 'message', 'assigned'] as const).map((signal) => ({ signal, conversation: waiting }))
  expect(weightiest(several)?.signal).toBe('assigned')
  expect(weightiest([])).toBeUndefined()
})
