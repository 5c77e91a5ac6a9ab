import type { Page } from 'playwright-core'
import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  // Faster than a person writes.
  parley = await Parley.start({ MESSAGES_PER_SECOND: '1000', MESSAGES_BURST: '1000' })
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

/** Where a message stands on the screen. */
const topOf = async (page: Page, words: string): Promise<number> =>
  (await parley.log(page).getByText(words, { exact: true }).boundingBox())?.y ?? Number.NaN

/** Whether a message is on the screen, not merely drawn beyond its edge. */
async function isInSight(page: Page, words: string): Promise<boolean> {
  const view = (await parley.log(page).boundingBox())!
  const found = parley.log(page).getByText(words, { exact: true })
  const box = (await found.count()) === 0 ? null : await found.boundingBox()
  return box !== null && box.y > view.y && box.y + box.height < view.y + view.height
}

const rowsOf = (page: Page) => page.locator('[data-index]').count()

/** Waits until a message stands still, and tells where. */
async function atRest(page: Page, words: string): Promise<number> {
  let before = Number.NaN
  for (let tries = 0; tries < 100; tries += 1) {
    const now = await topOf(page, words)
    if (now === before) return now
    before = now
    await page.waitForTimeout(150)
  }
  throw new Error(`“${words}” does not come to rest`)
}

describe('a long thread', () => {
  it('draws what is in sight alone, holds what is read where it is, and goes to its end and to its beginning', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    for (let count = 1; count <= 130; count += 1) {
      const words = count % 7 === 0 ? `message ${count}\nof two\nor three lines` : `message ${count}`
      await parley.say(visitor, words)
    }
    await agent.getByRole('option').first().click()
    await parley.log(agent).waitFor()
    const log = parley.log(agent)
    await agent.getByText('New', { exact: true }).waitFor()
    await parley.picture(agent, 'long-thread-unread')
    await log.focus()
    await agent.keyboard.press('End')
    await log.getByText('message 130', { exact: true }).waitFor()
    await agent.keyboard.press('Home')
    await log.getByText('message 130', { exact: true }).waitFor({ state: 'detached' })
    await agent.keyboard.press('End')
    await log.getByText('message 130', { exact: true }).waitFor()
    expect(await rowsOf(agent)).toBeLessThan(60)

    // Older messages come above while somebody reads.
    const box = (await log.boundingBox())!
    await agent.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    for (let turns = 0; turns < 200; turns += 1) {
      if (await isInSight(agent, 'message 60')) break
      await agent.mouse.wheel(0, -300)
      await agent.waitForTimeout(60)
    }
    const place = await atRest(agent, 'message 60')
    await parley.say(visitor, 'one more')
    await agent.getByRole('button', { name: /1 new/ }).waitFor()
    expect(Math.abs((await atRest(agent, 'message 60')) - place)).toBeLessThanOrEqual(2)
    await parley.picture(agent, 'long-thread-middle')

    for (let turns = 0; turns < 400; turns += 1) {
      if (await isInSight(agent, 'message 1')) break
      await agent.mouse.wheel(0, -500)
      await agent.waitForTimeout(60)
    }
    await log.getByText('message 1', { exact: true }).waitFor()
    expect(await rowsOf(agent)).toBeLessThan(60)
    await agent.getByRole('button', { name: /1 new/ }).click()
    await log.getByText('one more', { exact: true }).waitFor()
    await parley.say(agent, 'an answer')
    await log.getByText('an answer', { exact: true }).waitFor()
    await parley.picture(agent, 'long-thread-end')
  })
})
