import { countFrames } from '../src/testing/frame-count.js'
import { World } from '../src/testing/world.js'

/** Lists of conversations are told four times a second at most; one more for the beginning. */
const SUMMARIES_PER_SECOND = 4

describe('frames of a message', () => {
  let world: World

  beforeEach(async () => {
    world = await World.start()
  })

  afterEach(async () => {
    expect(await world.end()).toEqual([])
  })

  it.each([5, 40])('go to those who talk and who watch, beside %i agents who are merely there', async (others) => {
    const { messages, seconds, participants, watcher, idle } = await countFrames(world, { idle: others })
    // Whoever sent it has the answer, and is not told a second time.
    expect(participants).toBe(messages)
    expect(watcher).toBe(messages)
    expect(idle.withMessage).toBe(0)
    expect(idle.most).toBeLessThanOrEqual(SUMMARIES_PER_SECOND * seconds + 1)
  })
})
