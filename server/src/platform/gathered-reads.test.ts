import { GatheredReads } from './gathered-reads.js'

/** Reads that note what they were asked, and answer when they are told to. */
function slowReads() {
  const queries: { tenantId: string; ids: string[]; answer: () => void }[] = []
  const reads = new GatheredReads<string>(
    (tenantId, ids) =>
      new Promise((resolve) => {
        queries.push({ tenantId, ids, answer: () => resolve(new Map(ids.map((id) => [id, `${tenantId}/${id}`]))) })
      }),
  )
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5))
  return { reads, queries, turn }
}

describe('gathered reads', () => {
  it('ask once for what is asked at one time, each tenant for itself', async () => {
    const { reads, queries, turn } = slowReads()
    const answers = Promise.all([
      reads.get('one', 'a'),
      reads.get('one', 'b'),
      reads.get('one', 'a'),
      reads.get('two', 'a'),
    ])
    await turn()
    expect(queries.map(({ tenantId, ids }) => [tenantId, ids])).toEqual([
      ['one', ['a', 'b']],
      ['two', ['a']],
    ])
    for (const { answer } of queries) answer()
    expect(await answers).toEqual(['one/a', 'one/b', 'one/a', 'two/a'])
  })

  it('read again for who asks while a query runs', async () => {
    const { reads, queries, turn } = slowReads()
    const first = reads.get('one', 'a')
    await turn()
    const second = reads.get('one', 'a')
    await turn()
    expect(queries).toHaveLength(1)
    queries[0]?.answer()
    await first
    await turn()
    expect(queries).toHaveLength(2)
    queries[1]?.answer()
    expect(await second).toBe('one/a')
  })

  it('tell everyone who asked when a query fails, and go on', async () => {
    let isBroken = true
    const reads = new GatheredReads<string>(async () => {
      if (isBroken) throw new Error('away')
      return new Map()
    })
    await expect(reads.get('one', 'a')).rejects.toThrow('away')
    isBroken = false
    expect(await reads.get('one', 'a')).toBeUndefined()
  })
})
