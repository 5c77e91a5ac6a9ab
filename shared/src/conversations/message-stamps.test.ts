import { ClientMessageId } from '../kernel/ids.js'
import { messageStamps } from './message-stamps.js'

describe('the stamps of new messages', () => {
  it('sort in the order of writing, also within a millisecond and when the clock is set back', () => {
    const clock = [5_000, 5_000, 4_000, 9_000]
    const stamp = messageStamps(() => clock.shift() ?? 0)
    expect([stamp(), stamp(), stamp(), stamp()].map(({ createdAt }) => Date.parse(createdAt))).toEqual([
      5_000, 5_001, 5_002, 9_000,
    ])
  })

  it('have ids of their own that the wire takes', () => {
    const stamp = messageStamps()
    const ids = Array.from({ length: 100 }, () => stamp().clientMessageId)
    expect(new Set(ids).size).toBe(100)
    expect(ids.every((id) => ClientMessageId.safeParse(id).success)).toBe(true)
  })
})
