import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { DeskAgent } from '@parley/shared/routing/desk'
import { asTheyStood, byReadiness, deskRows, presenceOf } from './desk-rows'

const conversation = (id: string, given: Partial<ConversationSummary>) =>
  ({
    id,
    state: 'assigned',
    assignee: { id: 'a', name: 'A' },
    startedAt: '1',
    awaitingReplySince: null,
    ...given,
  }) as ConversationSummary
const agent = (staffId: string, given: Partial<DeskAgent>) =>
  ({ staffId, name: staffId, status: 'online', isReachable: true, capacity: 5, openChats: 0, ...given }) as DeskAgent

const conversations = [
  conversation('answered', {}),
  conversation('unanswered later', { awaitingReplySince: '6' }),
  conversation('unanswered', { awaitingReplySince: '5' }),
  conversation('waits', { state: 'waiting', assignee: null, waitingSince: '9' }),
  conversation('of b', { assignee: { id: 'b', name: 'B' } }),
  conversation('over', { state: 'ended' }),
]
const ids = (shown: string) => deskRows(conversations, shown).map(({ id }) => id)

describe('the desk', () => {
  it('shows what waits first, then the longest unanswered, and nothing that is over', () => {
    expect(ids('all')).toEqual(['waits', 'unanswered', 'unanswered later', 'answered', 'of b'])
  })

  it('shows what waits, or one agent alone', () => {
    expect(ids('waiting')).toEqual(['waits'])
    expect(ids('b')).toEqual(['of b'])
  })

  it('offers first who could take a chat now', () => {
    const agents = [
      agent('gone', { isReachable: false }),
      agent('away', { status: 'away' }),
      agent('full', { openChats: 5 }),
      agent('free', { openChats: 1 }),
    ]
    expect(byReadiness(agents).map(({ staffId }) => staffId)).toEqual(['free', 'full', 'away', 'gone'])
  })

  it('keeps them where they stood while somebody chooses, and puts who came since at the end', () => {
    const agents = [agent('new', {}), agent('free', { openChats: 5 }), agent('full', { openChats: 0 })]
    expect(asTheyStood(agents, ['free', 'gone', 'full']).map(({ staffId }) => staffId)).toEqual(['free', 'full', 'new'])
  })

  it('calls offline whoever is not there, whatever they chose', () => {
    expect(presenceOf(agent('gone', { isReachable: false }))).toBe('offline')
    expect(presenceOf(agent('busy', { status: 'busy' }))).toBe('busy')
  })
})
