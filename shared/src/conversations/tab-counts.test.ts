import type { CountRow } from './counts.js'
import { mergeCounts, tabCounts } from './tab-counts.js'

const row = (queueId: string, assigneeId: string | null, rest: Partial<CountRow>): CountRow => ({
  queueId,
  assigneeId,
  waiting: 0,
  assigned: 0,
  ended: 0,
  version: 1,
  ...rest,
})

describe('the numbers on the tabs', () => {
  it('add up the queues that somebody sees, and count their own once', () => {
    const rows = [
      row('sales', null, { waiting: 2, assigned: 3, ended: 5 }),
      row('sales', 'me', { assigned: 1, ended: 4 }),
      row('support', null, { waiting: 1 }),
    ]
    expect(tabCounts(rows)).toEqual({ mine: 1, waiting: 3, all: 6, ended: 5 })
  })

  it('add what they have in a queue that they do not see', () => {
    const rows = [row('sales', null, { waiting: 2 }), row('hidden', 'me', { assigned: 2, ended: 7 })]
    expect(tabCounts(rows)).toEqual({ mine: 2, waiting: 2, all: 4, ended: 7 })
  })

  it('are the same whichever of two announcements came first', () => {
    const [older, newer] = [row('sales', null, { waiting: 9 }), row('sales', null, { waiting: 1, version: 2 })]
    const empty: ReadonlyMap<string, CountRow> = new Map()
    const inOrder = mergeCounts(mergeCounts(empty, [older]), [newer])
    const crossed = mergeCounts(mergeCounts(empty, [newer]), [older])
    expect([...inOrder]).toEqual([...crossed])
    expect(mergeCounts(inOrder, [older])).toBe(inOrder)
  })
})
