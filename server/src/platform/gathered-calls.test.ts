import { GatheredCalls } from './gathered-calls.js'

/** Calls that note what came together, and end when they are told to. */
function slowCalls(most?: number) {
  const pieces: { asked: string[]; end: (error?: Error) => void }[] = []
  const calls = new GatheredCalls<string, string>(
    (asked) =>
      new Promise((resolve, reject) => {
        const answers = asked.map((each) => `answer to ${each}`)
        pieces.push({ asked, end: (error) => (error === undefined ? resolve(answers) : reject(error)) })
      }),
    most,
  )
  const turn = () => new Promise((resolve) => setTimeout(resolve, 10))
  return { calls, pieces, turn }
}

describe('gathered calls', () => {
  it('are made together where they come together, and each gets its own answer', async () => {
    const { calls, pieces, turn } = slowCalls()
    const answers = Promise.all(['a', 'b', 'a'].map((each) => calls.call(each)))
    await turn()
    expect(pieces.map(({ asked }) => asked)).toEqual([['a', 'b', 'a']])
    pieces[0]?.end()
    expect(await answers).toEqual(['answer to a', 'answer to b', 'answer to a'])
  })

  it('go into the next piece where one is under way, and none carries more than it may', async () => {
    const { calls, pieces, turn } = slowCalls(2)
    const first = calls.call('a')
    await turn()
    const later = Promise.all(['b', 'c', 'd'].map((each) => calls.call(each)))
    await turn()
    expect(pieces.map(({ asked }) => asked)).toEqual([['a']])
    for (const piece of [0, 1, 2]) {
      pieces[piece]?.end()
      await turn()
    }
    expect(pieces.map(({ asked }) => asked)).toEqual([['a'], ['b', 'c'], ['d']])
    expect([await first, ...(await later)]).toEqual(['a', 'b', 'c', 'd'].map((each) => `answer to ${each}`))
  })

  it('fail together, and those after them go on', async () => {
    const { calls, pieces, turn } = slowCalls()
    const failed = Promise.allSettled([calls.call('a'), calls.call('b')])
    await turn()
    const next = calls.call('c')
    pieces[0]?.end(new Error('away'))
    expect(await failed).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }])
    await turn()
    pieces[1]?.end()
    expect(await next).toBe('answer to c')
  })
})
