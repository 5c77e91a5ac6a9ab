import type { Page } from 'playwright-core'
import { Parley } from './parley.js'
import { until } from './until.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

async function talking(words: string) {
  const agent = await parley.agent('demo')
  await agent.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const visitor = await parley.visitor()
  await parley.say(visitor, words)
  await agent.getByRole('option').first().click()
  await lineOf(agent, words).waitFor()
  return { agent, visitor }
}

const lineOf = (page: Page, words: string) =>
  parley.log(page).locator('.line, .note').filter({ hasText: words }).first()
const menuitems = (page: Page) => page.getByRole('menuitem')

async function openMenu(agent: Page, words: string): Promise<void> {
  // The menu before this one takes a moment to go.
  await menuitems(agent).first().waitFor({ state: 'hidden' })
  await lineOf(agent, words).hover()
  await lineOf(agent, words).getByRole('button', { name: 'Message actions' }).click()
  await menuitems(agent).first().waitFor()
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

describe('a message in the agent’s thread', () => {
  it('is copied as it was written, whether or not the page may reach the clipboard itself', async () => {
    const { agent } = await talking('Order 4711,  two blanks')
    await parley.composer(agent).fill('first line\nsecond line 👍')
    await parley.composer(agent).press('Enter')
    await openMenu(agent, 'second line')
    await menuitems(agent).filter({ hasText: 'Copy text' }).click()
    await agent.getByText('Copied', { exact: true }).waitFor()
    expect(await clipboard(agent)).toBe('first line\nsecond line 👍')
    await agent.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))))
    await openMenu(agent, 'Order 4711')
    await menuitems(agent).filter({ hasText: 'Copy text' }).click()
    await until(agent, 'it is copied', async () => (await navigator.clipboard.readText()) === 'Order 4711,  two blanks')
  })

  it('says so when the browser copies nothing', async () => {
    const { agent } = await talking('Order 4711')
    await agent.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))
      document.execCommand = () => false
    })
    await openMenu(agent, 'Order 4711')
    await menuitems(agent).filter({ hasText: 'Copy text' }).click()
    await agent.getByText('The browser did not copy it.').waitFor()
    await parley.picture(agent, 'copy-refused')
  })

  it('is recalled on every screen, by who wrote it and nobody else', async () => {
    const { agent, visitor } = await talking('hello')
    const elsewhere = await agent.context().newPage()
    await elsewhere.goto(agent.url())
    await parley.say(agent, 'for somebody else')
    for (const page of [visitor, elsewhere]) await parley.log(page).getByText('for somebody else').waitFor()
    await openMenu(agent, 'for somebody else')
    expect(await menuitems(agent).allInnerTexts()).toEqual(['Quote', 'Copy text', 'Recall message'])
    await parley.picture(agent, 'message-menu')
    await menuitems(agent).filter({ hasText: 'Recall message' }).click()
    for (const page of [visitor, agent, elsewhere])
      await parley
        .log(page)
        .getByText(/Message recalled|Agent 01 recalled a message/)
        .waitFor()
    // The rows of the inbox follow a moment later.
    for (const page of [visitor, agent, elsewhere])
      await page.waitForFunction(() => !document.documentElement.outerHTML.includes('for somebody else'))
    await parley.picture(agent, 'message-recalled')
    expect(await lineOf(agent, 'Message recalled').getByRole('button', { name: 'Message actions' }).count()).toBe(0)
    await openMenu(agent, 'hello')
    expect(await menuitems(agent).allInnerTexts()).toEqual(['Quote', 'Copy text'])
  })
})

describe('an address in a message', () => {
  it('is a link only where it says truly where it leads, and what it opens knows nothing of the console', async () => {
    const address = 'https://shop.example/orders?number=4711'
    const { agent } = await talking(
      `See ${address} not javascript:alert(1) https://bank.example@evil.example/ data:text/html,x <img src=x onerror=alert(2)>`,
    )
    const links = lineOf(agent, 'See').getByRole('link')
    expect(await links.allInnerTexts()).toEqual([address])
    expect(await links.getAttribute('href')).toBe(address)
    expect(await links.getAttribute('target')).toBe('_blank')
    expect(await links.getAttribute('rel')).toMatch(/noopener noreferrer/)
    expect(await lineOf(agent, 'See').locator('img').count()).toBe(0)
    await parley.picture(agent, 'links')
    const headers: Record<string, string>[] = []
    await agent.context().route('https://shop.example/**', async (route) => {
      headers.push(await route.request().allHeaders())
      await route.fulfill({ contentType: 'text/html', body: '<h1>Your orders</h1>' })
    })
    const [opened] = await Promise.all([agent.waitForEvent('popup'), links.click()])
    await opened.getByRole('heading', { name: 'Your orders' }).waitFor()
    expect(opened.url()).toBe(address)
    expect(await opened.evaluate(() => window.opener === null)).toBe(true)
    expect(await opened.evaluate(() => document.referrer)).toBe('')
    expect(headers[0]).not.toHaveProperty('referer')
    expect(agent.url()).toContain('/console/inbox/')
  })
})
