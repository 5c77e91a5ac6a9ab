import type { Frame, Page } from 'playwright-core'
import { findings } from './findings.js'
import { box, chat, heard, launcher, log, write } from './host-page.js'
import { agent, parley, shop, useAgent, useShop } from './scene.js'

useShop()
useAgent()

const frameOf = (page: Page): Frame => page.frames().find((frame) => frame.url().startsWith(parley.url))!

const options = (page: Page) => chat(page).getByRole('button', { name: 'Options', exact: true })

const item = (page: Page, name: string) => chat(page).getByRole('button', { name, exact: true })

/** What a browser does when its reader turns to another tab, or comes back. */
async function look(page: Page, { isAway }: { isAway: boolean }): Promise<void> {
  for (const frame of [page, frameOf(page)])
    await frame.evaluate((away) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => away })
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        get: () => (away ? 'hidden' : 'visible'),
      })
      Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => !away })
      document.dispatchEvent(new Event('visibilitychange'))
    }, isAway)
}

/** A visitor who has asked something, and how to answer them. */
async function asked(words: string, host = {}, settings = {}) {
  const page = await shop.visit(host, settings)
  await launcher(page).click()
  await write(page, words)
  return { page, answer: await agent.take(words) }
}

describe('a visitor who looks elsewhere', () => {
  it('is called back by the title, which is its own again when they are back', async () => {
    const { page, answer } = await asked('Is the title mine?')
    await page.keyboard.press('Escape')
    await look(page, { isAway: true })
    await answer('It is')
    await page.waitForFunction(() => document.title === '(1) New message')
    await page.waitForFunction(() => document.title === 'Shop')
    await page.waitForFunction(() => document.title === '(1) New message')
    await page.evaluate(() => (document.title = 'Shop, sale'))
    await page.waitForFunction(() => document.title === '(1) New message')
    await look(page, { isAway: false })
    await page.waitForFunction(() => document.title === 'Shop, sale')
  })

  it('hears the first answer and each after it, until they mute the chat, which it keeps', async () => {
    const page = await shop.visit()
    await page.context().addInitScript(() => {
      const { start } = OscillatorNode.prototype
      Object.assign(window, { notes: 0 })
      OscillatorNode.prototype.start = function (this: OscillatorNode, ...when: number[]) {
        ;(window as unknown as { notes: number }).notes += 1
        return start.apply(this, when as [number])
      }
    })
    await page.reload()
    const notes = () => frameOf(page).evaluate(() => (window as unknown as { notes: number }).notes)
    const haveSounded = (count: number) =>
      frameOf(page).waitForFunction((wanted) => (window as unknown as { notes: number }).notes === wanted, count)
    await launcher(page).click()
    await write(page, 'Is there a sound?')
    const answer = await agent.take('Is there a sound?')
    await answer('Seen, not heard')
    await log(page).getByText('Seen, not heard').waitFor()
    expect(await notes()).toBe(0)
    await look(page, { isAway: true })
    await answer('Heard')
    await haveSounded(2)
    await answer('Heard again')
    await haveSounded(4)
    await options(page).click()
    await item(page, 'Sound is on').click()
    await item(page, 'Sound is off').waitFor()
    await answer('Not heard')
    await log(page).getByText('Not heard', { exact: true }).waitFor()
    expect(await notes()).toBe(4)
    await page.reload()
    await launcher(page).click()
    await options(page).click()
    await item(page, 'Sound is off').waitFor()
  })

  it('gets notices only after asking for them, without a word of the conversation, and comes back by them', async () => {
    const { page, answer } = await asked('Are there notices?', {
      head: `<script>
        notices = []
        window.Notification = class {
          static permission = 'default'
          static async requestPermission() { return (Notification.permission = 'granted') }
          constructor(title, options) { Object.assign(this, { title, ...options }); notices.push(this) }
          close() {}
        }
      </script>`,
    })
    const notices = () =>
      page.evaluate(() =>
        (window as unknown as { notices: { title: string; body: string }[] }).notices.map(
          ({ title, body }) => `${title}: ${body}`,
        ),
      )
    await look(page, { isAway: true })
    await answer('Before they were asked for')
    await log(page).getByText('Before they were asked for').waitFor()
    expect(await notices()).toEqual([])
    await options(page).click()
    await item(page, 'Notify me here').click()
    await item(page, 'Notices are on').waitFor()
    await page.keyboard.press('Escape')
    await chat(page).getByRole('button', { name: 'Close chat' }).click()
    await answer('A secret of the shop')
    await page.waitForFunction(() => (window as unknown as { notices: unknown[] }).notices.length === 1)
    expect(await notices()).toEqual(['Agent 01: New message'])
    await page.evaluate(() => (window as unknown as { notices: { onclick: () => void }[] }).notices[0]!.onclick())
    await log(page).getByText('A secret of the shop').waitFor()
    expect(await launcher(page).getAttribute('aria-expanded')).toBe('true')
  })

  it('finds how much is new on the button, up to 99', async () => {
    const { page, answer } = await asked('How many?')
    await page.keyboard.press('Escape')
    await answer(...Array.from({ length: 12 }, (_, index) => `Line ${index}`))
    await page.getByRole('button', { name: 'Open chat, 12 unread' }).waitFor()
    await answer(...Array.from({ length: 88 }, (_, index) => `Line ${index + 12}`))
    await page.getByRole('button', { name: 'Open chat, 99+ unread' }).waitFor()
    await page.locator('parley-widget .badge').getByText('99+', { exact: true }).waitFor()
    await parley.picture(page, 'badge-99')
    expect((await heard(page)).at(-1)).toEqual({ name: 'unread', detail: { count: 100 } })
  })
})

describe('the thread', () => {
  it('stays where its reader is, and a pill leads to what is new below', async () => {
    const { page, answer } = await asked('Where was I?')
    await answer(...Array.from({ length: 25 }, (_, index) => `Line ${index}`))
    await log(page).getByText('Line 24').waitFor()
    await log(page).evaluate((element) => (element.scrollTop = 0))
    await chat(page).getByRole('button', { name: 'To the newest message' }).waitFor()
    await answer('Below the fold')
    const pill = chat(page).getByRole('button', { name: '1 new message' })
    await pill.waitFor()
    await parley.picture(page, 'pill')
    expect(await log(page).evaluate((element) => element.scrollTop)).toBe(0)
    await pill.click()
    await pill.waitFor({ state: 'detached' })
    const rest = await log(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)
    expect(rest).toBeLessThan(48)
  })

  it('is divided by days', async () => {
    const { page } = await asked('Written today')
    await log(page).getByText('Today', { exact: true }).waitFor()
    await page.clock.setFixedTime(Date.now() + 24 * 60 * 60_000)
    await page.reload()
    await launcher(page).click()
    await log(page).getByText('Written today').waitFor()
    await log(page).getByText('Yesterday', { exact: true }).waitFor()
    expect(await log(page).getByText('Today', { exact: true }).count()).toBe(0)
  })

  it('gives its words to the clipboard, and takes an emoji where the caret is', async () => {
    const { page, answer } = await asked('Which code?')
    await answer('SAVE-10')
    const line = log(page).getByText('SAVE-10')
    await line.hover()
    await log(page).getByRole('button', { name: 'Message options' }).last().click()
    await parley.picture(page, 'copy')
    await item(page, 'Copy').click()
    await item(page, 'Copied').waitFor()
    await box(page).fill('Thanks, ')
    await box(page).press('End')
    await box(page).press('ControlOrMeta+v')
    expect(await box(page).inputValue()).toBe('Thanks, SAVE-10')
    await box(page).press('Home')
    await item(page, 'Emoji').click()
    await chat(page).getByRole('button', { name: '👍', exact: true }).click()
    expect(await box(page).inputValue()).toBe('👍Thanks, SAVE-10')
    await box(page).press('Enter')
    await log(page).getByText('👍Thanks, SAVE-10').waitFor()
  })

  it('links what is an address of the web or of mail, and nothing else', async () => {
    const { page, answer } = await asked('Which links?')
    await answer('See https://shop.example/a and help@shop.example, not javascript:alert(1) or file:///etc/passwd')
    await log(page).getByText('See https').waitFor()
    const links = log(page).getByRole('link')
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(addresses).toContain('https://shop.example/a')
    expect(addresses.filter((address) => !/^(https?|mailto):/.test(address ?? ''))).toEqual([])
  })

  it('is ended by the visitor after one question, and goes on when they write again', async () => {
    const { page, answer } = await asked('Shall we end it?')
    await answer('As you like')
    const dialog = chat(page).getByRole('dialog', { name: 'End this conversation?' })
    await options(page).click()
    await item(page, 'End conversation').click()
    await dialog.waitFor()
    await parley.picture(page, 'end-question')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await launcher(page).getAttribute('aria-expanded')).toBe('true')
    await options(page).click()
    await item(page, 'End conversation').click()
    await item(page, 'Go on').click()
    await dialog.waitFor({ state: 'detached' })
    expect((await heard(page)).map(({ name }) => name)).not.toContain('conversation:ended')
    await options(page).click()
    await item(page, 'End conversation').click()
    await item(page, 'End it').click()
    await log(page).getByText('You ended the conversation').waitFor()
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'conversation:ended'))
    await options(page).click()
    // The menu follows the conversation, which follows the log.
    await item(page, 'End conversation').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await write(page, 'One thing more')
    await log(page).getByText('One thing more').waitFor()
    await page.waitForFunction(() => window.heard.filter(({ name }) => name === 'conversation:started').length === 2)
  })
})

describe("the site's colour", () => {
  it.each(['#ffe14d', '#777777', '#0b3d91'])('%s carries words that can be read, light and dark', async (colour) => {
    for (const mode of ['light', 'dark']) {
      const tag = `data-channel="demo" data-color="${colour}" data-mode="${mode}"`
      const { page, answer } = await asked(`In ${colour}, ${mode}`, { tag, body: '<main><h1>Shop</h1></main>' })
      await answer('A readable answer')
      await log(page).getByText('A readable answer').waitFor()
      expect(await findings(frameOf(page))).toEqual([])
      expect(await findings(page)).toEqual([])
      await parley.picture(page, `colour-${colour.slice(1)}-${mode}`)
    }
  })
})
