import type { Entry } from './entry.js'
import { ThreadFollower } from './follower.js'

const entry = (position: number) =>
  ({ id: `${position}`, position, kind: 'text', text: `${position}` }) as unknown as Entry
const upTo = (last: number) => Array.from({ length: last }, (_, index) => entry(index + 1))

/** A server that holds `log` and answers at most `page` entries a pull. */
function followerOf(log: Entry[], { page = 2, reloadAfter = 50 } = {}) {
  const pulls: number[] = []
  const follower = new ThreadFollower({
    pull: async (cursor) => {
      pulls.push(cursor)
      const missed = log.filter((each) => each.position > cursor)
      if (missed.length > reloadAfter) return { entries: [], hasMore: false, mustReload: true }
      return { entries: missed.slice(0, page), hasMore: missed.length > page, mustReload: false }
    },
    reload: async () => ({ entries: log.slice(-page), position: log.length, hasEarlier: true }),
    loadHistory: async (before) => ({
      entries: log.filter((each) => each.position < before).slice(-page),
      hasEarlier: false,
    }),
    onChange: () => undefined,
  })
  return { follower, pulls, positions: () => follower.timeline.entries.map((each) => each.position) }
}

describe('a follower', () => {
  it('pulls page after page until nothing is missing', async () => {
    const { follower, positions, pulls } = followerOf(upTo(5))
    await follower.catchUp()
    expect(positions()).toEqual([1, 2, 3, 4, 5])
    expect(pulls).toEqual([0, 2, 4])
  })

  it('fills a hole by itself when a live entry reveals one', async () => {
    const { follower, positions } = followerOf(upTo(4))
    follower.receive(entry(1))
    follower.receive(entry(4))
    expect(positions()).toEqual([1])
    await follower.catchUp()
    expect(positions()).toEqual([1, 2, 3, 4])
  })

  it('reloads the newest page when it is too far behind, and pages back from there', async () => {
    const { follower, positions } = followerOf(upTo(60))
    await follower.catchUp()
    expect(positions()).toEqual([59, 60])
    await follower.loadEarlier()
    expect(positions()).toEqual([57, 58, 59, 60])
  })

  it('keeps an entry that came live while the page was being read', () => {
    const { follower, positions } = followerOf(upTo(3))
    follower.receive(entry(1))
    follower.receive(entry(2))
    follower.receive(entry(3))
    follower.open({ entries: [entry(1), entry(2)], position: 2, hasEarlier: false })
    expect(positions()).toEqual([1, 2, 3])
  })

  it('looks once more when it was asked during a pull', async () => {
    const log = upTo(1)
    const { follower, positions } = followerOf(log)
    const first = follower.catchUp()
    log.push(entry(2))
    await Promise.all([first, follower.catchUp()])
    expect(positions()).toEqual([1, 2])
  })
})
