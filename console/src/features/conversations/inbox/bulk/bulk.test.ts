import { ParleyError } from '@parley/shared/kernel/errors'
import { runBulk } from './bulk-run'
import { toggled, withRange } from './picking'

describe('picking rows', () => {
  it('takes one in and out again', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b'])
    expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b'])
  })

  it('takes everything between two rows, whichever came first', () => {
    const ids = ['a', 'b', 'c', 'd']
    expect([...withRange(new Set(), ids, { from: 'b', to: 'd' })]).toEqual(['b', 'c', 'd'])
    expect([...withRange(new Set(['d']), ids, { from: 'c', to: 'a' })]).toEqual(['d', 'a', 'b', 'c'])
    expect([...withRange(new Set(), ids, { from: 'gone', to: 'a' })]).toEqual(['a'])
  })
})

describe('doing the same to many', () => {
  it('goes on after a failure, and reports it', async () => {
    const done: number[] = []
    let steps = 0
    const work = async (item: number) => {
      if (item === 2) throw new ParleyError('forbidden')
      done.push(item)
      return Promise.resolve()
    }
    const failures = await runBulk([1, 2, 3, 4, 5], work, { onDone: () => (steps += 1), isStopped: () => false })
    expect(failures).toEqual([{ item: 2, code: 'forbidden' }])
    expect(done).toEqual([1, 3, 4, 5])
    expect(steps).toBe(5)
  })

  it('begins nothing new once it is stopped', async () => {
    let steps = 0
    await runBulk(Array.from({ length: 50 }), () => Promise.resolve(), {
      onDone: () => (steps += 1),
      isStopped: () => steps >= 5,
    })
    expect(steps).toBeLessThan(9)
  })
})
