import { chooseAgent } from './choose-agent.js'
import type { Candidate } from './choose-agent.js'

const agent = (id: string, open: number, servedAt = 0, capacity = 3): Candidate => ({
  id,
  open,
  capacity,
  lastServedAt: new Date(servedAt),
})

describe('choosing an agent', () => {
  it.each([
    ['nobody is there', [], null],
    ['everyone is at their cap', [agent('a', 3), agent('b', 1, 0, 1)], null],
    ['the fewest open chats win', [agent('a', 2), agent('b', 1), agent('c', 2)], 'b'],
    ['a full agent is passed over, however few their chats', [agent('a', 0, 0, 0), agent('b', 2)], 'b'],
    ['among equals, the longest idle', [agent('a', 1, 500), agent('b', 1, 100), agent('c', 1, 900)], 'b'],
    ['among the very same, always the same one', [agent('b', 1), agent('a', 1)], 'a'],
  ])('%s', (_name, candidates, expected) => {
    expect(chooseAgent(candidates).chosen?.id ?? null).toBe(expected)
  })

  it('says of each why, the chosen one first', () => {
    const { considered } = chooseAgent([
      agent('full', 3),
      agent('busy', 2),
      agent('later', 0, 900),
      agent('best', 0, 1),
    ])
    expect(considered).toEqual([
      { staffId: 'best', verdict: 'chosen' },
      { staffId: 'full', verdict: 'at_capacity' },
      { staffId: 'busy', verdict: 'busier' },
      { staffId: 'later', verdict: 'served_later' },
    ])
  })
})
