import type { Locator, Page } from 'playwright-core'
import { findings } from './findings.js'
import { box, chat, launcher, log, write } from './host-page.js'
import type { HostPage } from './host-page.js'
import { agent, parley, shop, useAgent, useShop } from './scene.js'

const ARABIC_PAGE = '<script>document.documentElement.dir="rtl"</script>'
const QUESTION = 'مرحبا، متى يصل طلبي؟'

useShop()
useAgent()

const middle = async (part: Locator): Promise<number> => {
  const { x, width } = (await part.boundingBox())!
  return x + width / 2
}

/** Whether one stands to the left of the other, as the eye sees it. */
const isLeftOf = async (one: Locator, other: Locator) => (await middle(one)) < (await middle(other))

const button = (page: Page, name: string) => chat(page).getByRole('button', { name, exact: true })

const bubble = (page: Page, words: string) => log(page).getByTestId('bubble').filter({ hasText: words })

const direction = (part: Locator) => part.evaluate((element) => getComputedStyle(element).direction)

/** A visitor who has asked something in Arabic, and was answered in Arabic and in English. */
async function answered(host: HostPage, words: string, options = {}): Promise<Page> {
  const page = await shop.visit({ body: '<main><h1>متجر</h1></main>', ...host }, options)
  await launcher(page).click()
  await write(page, words)
  const answer = await agent.take(words)
  await answer('غدا صباحا', 'Your order is on its way.')
  await bubble(page, 'Your order is on its way.').waitFor()
  return page
}

describe('where lines begin on the right', () => {
  it.each([
    ['by the page', { head: ARABIC_PAGE }],
    ['by the language', { tag: 'data-channel="demo" data-locale="ar"' }],
    ['by the option', { tag: 'data-channel="demo" data-direction="rtl"' }],
  ])('%s, launcher, panel and everything inside are mirrored', async (how, host) => {
    const page = await answered(host, `${QUESTION} ${how}`)
    expect((await launcher(page).boundingBox())!.x).toBeLessThan(100)
    expect((await page.locator('parley-widget iframe').boundingBox())!.x).toBeLessThan(100)
    expect(await isLeftOf(button(page, 'Close chat'), chat(page).getByRole('heading').first())).toBe(true)
    expect(await isLeftOf(button(page, 'Send'), box(page))).toBe(true)
    expect(await isLeftOf(box(page), button(page, 'Attach files'))).toBe(true)
    expect(await isLeftOf(bubble(page, how), bubble(page, 'غدا صباحا'))).toBe(true)
    await parley.picture(page, `rtl-${how.slice(7)}`)
    await button(page, 'Options').click()
    const list = (await button(page, 'Sound is on').boundingBox())!
    expect(list.x).toBeGreaterThanOrEqual((await page.locator('parley-widget iframe').boundingBox())!.x)
    await parley.picture(page, `rtl-${how.slice(7)}-menu`)
  })

  it('each text is in the direction of its own words, also what is being written', async () => {
    const page = await answered({ head: ARABIC_PAGE }, `${QUESTION} لكل`)
    expect(await direction(bubble(page, QUESTION).locator('.text'))).toBe('rtl')
    expect(await direction(bubble(page, 'on its way').locator('.text'))).toBe('ltr')
    await box(page).fill('In English')
    expect(await direction(box(page))).toBe('ltr')
    await box(page).fill('بالعربية')
    expect(await direction(box(page))).toBe('rtl')
  })

  it('a phone, dark, has it so too, and axe finds nothing', async () => {
    const phone = { viewport: { width: 375, height: 667 }, colorScheme: 'dark', isMobile: true, hasTouch: true }
    const page = await answered({ head: ARABIC_PAGE }, `${QUESTION} هاتف`, phone)
    expect(await isLeftOf(button(page, 'Close chat'), chat(page).getByRole('heading').first())).toBe(true)
    const frame = page.frames().find((each) => each.url().startsWith(parley.url))!
    expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
    expect([...(await findings(page)), ...(await findings(frame))]).toEqual([])
    await parley.picture(page, 'rtl-phone')
  })
})

describe('the page may change its mind', () => {
  it('by a call, and the chat that is open follows', async () => {
    const page = await answered({}, 'Which side?')
    const isMirrored = () => isLeftOf(button(page, 'Close chat'), chat(page).getByRole('heading').first())
    expect(await isMirrored()).toBe(false)
    await page.evaluate(() => window.Parley('update', { direction: 'rtl' }))
    await chat(page).locator('html[dir=rtl]').waitFor({ state: 'attached' })
    expect(await isMirrored()).toBe(true)
    await page.evaluate(() => window.Parley('update', { direction: 'ltr' }))
    await chat(page).locator('html[dir=ltr]').waitFor({ state: 'attached' })
    expect(await isMirrored()).toBe(false)
  })
})
