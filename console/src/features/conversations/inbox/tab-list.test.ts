import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { InboxTab } from '@parley/shared/conversations/inbox'
import { appendPage, belongsIn, compareIn, emptyList, neighbourOf, place } from './tab-list'
import type { TabList } from './tab-list'

const ME = 'me'
const at = (minute: number) => `2026-01-05T10:${String(minute).padStart(2, '0')}:00.000Z`

const conversation = (id: string, minute: number, rest: Partial<ConversationSummary> = {}) =>
  ({
    id,
    state: 'assigned',
    assignee: { id: ME, name: 'Me' },
    startedAt: at(minute),
    waitingSince: null,
    assignedAt: at(minute),
    endedAt: null,
    version: 1,
    ...rest,
  }) as ConversationSummary

function listOf(tab: InboxTab, conversations: ConversationSummary[], next: string | null = null) {
  const known = new Map(conversations.map((each) => [each.id, each]))
  const sorted = [...conversations].sort((one, other) => compareIn(tab, one, other))
  const list: TabList = { ...emptyList, state: 'ready', ids: sorted.map((each) => each.id), next }
  const change = (changed: ConversationSummary, from = list) => {
    known.set(changed.id, changed)
    return place(from, changed, { tab, staffId: ME, known })
  }
  return { list, change, known }
}

describe('the list of a tab', () => {
  it('shows the newest first, and who waits longest first', () => {
    expect(listOf('mine', [conversation('a', 1), conversation('b', 2)]).list.ids).toEqual(['b', 'a'])
    const waiting = (id: string, minute: number) => conversation(id, 0, { state: 'waiting', waitingSince: at(minute) })
    expect(listOf('waiting', [waiting('late', 9), waiting('early', 3)]).list.ids).toEqual(['early', 'late'])
  })

  it('leaves a row where it is when only its last message changed', () => {
    const { list, change } = listOf('mine', [conversation('a', 1), conversation('b', 2)])
    expect(change(conversation('a', 1, { lastPosition: 9, version: 2 }))).toBe(list)
  })

  it('takes in what now belongs, and lets go of what does not', () => {
    const { change } = listOf('mine', [conversation('a', 1), conversation('c', 3)])
    const grown = change(conversation('b', 2))
    expect(grown.ids).toEqual(['c', 'b', 'a'])
    expect(change(conversation('c', 3, { state: 'ended', endedAt: at(5) }), grown).ids).toEqual(['b', 'a'])
    expect(change(conversation('d', 4, { assignee: { id: 'other', name: 'Other' } }), grown)).toBe(grown)
  })

  it('takes in only what the filter leaves, and lets go of what it leaves no more', () => {
    const tagged = (id: string, tagIds: string[]) => conversation(id, 1, { tagIds })
    const { list, known } = listOf('mine', [tagged('a', ['t'])])
    const context = { tab: 'mine' as const, staffId: ME, known, filter: { tagId: 't' } }
    expect(place(list, tagged('b', []), context)).toBe(list)
    expect(place(list, tagged('a', []), context).ids).toEqual([])
  })

  it('leaves to the next page what sorts after the last row held', () => {
    const { list, change } = listOf('all', [conversation('b', 5), conversation('c', 6)], 'next page')
    expect(change(conversation('a', 1))).toBe(list)
    expect(change(conversation('d', 7)).ids).toEqual(['d', 'c', 'b'])
  })

  it('is the same after facts as when it is read anew', () => {
    const random = (() => {
      let state = 7
      return (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
    })()
    for (const tab of ['mine', 'waiting', 'all', 'ended'] as const) {
      const { list, change, known } = listOf(tab, [])
      let live = list
      for (let step = 0; step < 300; step++) {
        const state = (['assigned', 'waiting', 'ended'] as const)[random(3)] ?? 'ended'
        const when = at(random(60))
        live = change(
          conversation(String(random(40)), random(60), {
            state,
            assignedAt: when,
            waitingSince: state === 'waiting' ? when : null,
            endedAt: state === 'ended' ? when : null,
          }),
          live,
        )
      }
      const fresh = [...known.values()].filter((each) => belongsIn(tab, each, ME))
      expect(live.ids).toEqual(fresh.sort((one, other) => compareIn(tab, one, other)).map((each) => each.id))
    }
  })

  it('shows a row once when its page and its news cross', () => {
    const list: TabList = { ...emptyList, ids: ['c', 'b'], next: 'more' }
    expect(appendPage(list, { ids: ['b', 'a'], next: null })).toMatchObject({ ids: ['c', 'b', 'a'], next: null })
  })

  it('has neighbours, and none beyond its ends', () => {
    expect(neighbourOf(['a', 'b', 'c'], 'b', 1)).toBe('c')
    expect(neighbourOf(['a', 'b', 'c'], 'a', -1)).toBeUndefined()
    expect(neighbourOf(['a', 'b', 'c'], 'gone', -1)).toBe('a')
    expect(neighbourOf([], undefined, 1)).toBeUndefined()
  })
})
