import { filterOf, isSameFilter, queryOf, sizeOf } from './filter-query'

const id = (digit: string) => digit.repeat(24)

describe('a filter in an address', () => {
  it('comes back as it went in', () => {
    const filter = { queueId: id('a'), channelId: id('b'), tagId: id('c'), assigneeId: id('d') }
    expect(queryOf(filter)).toEqual({ queue: id('a'), channel: id('b'), tag: id('c'), agent: id('d') })
    expect(filterOf(queryOf(filter))).toEqual(filter)
    expect(sizeOf(filter)).toBe(4)
  })

  it('is not taken from what is no id, nor from anything else that stands there', () => {
    expect(filterOf({ at: '3', tag: 'VIP', queue: [id('a')], agent: id('d') })).toEqual({ assigneeId: id('d') })
    expect(sizeOf({})).toBe(0)
  })

  it('is the same whatever its order', () => {
    expect(isSameFilter({ tagId: id('a'), queueId: id('b') }, { queueId: id('b'), tagId: id('a') })).toBe(true)
    expect(isSameFilter({ tagId: id('a') }, {})).toBe(false)
  })
})
