import type { BrowserContextOptions, Page } from 'playwright-core'
import { eventually } from '../server/src/testing/eventually.js'
import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

/** Counts the notes that a page plays. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const heard = window as Window & { notes?: number }
    heard.notes = 0
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (when?: number) {
      heard.notes = (heard.notes ?? 0) + 1
      start.call(this, when)
    }
  })
const notesOf = (page: Page) => page.evaluate(() => (window as Window & { notes?: number }).notes ?? 0)

interface Shown {
  words: string
  isClosed: boolean
  click: () => void
}
type Watched = Window & { notices?: Shown[]; isAway?: boolean }

/** Has every page from now on note down which notices it shows, and be behind another window. */
const watchNotices = (page: Page) =>
  page.addInitScript(() => {
    const watched = window as Watched
    const notices: Shown[] = []
    watched.notices = notices
    watched.isAway = true
    document.hasFocus = () => watched.isAway !== true
    window.Notification = new Proxy(Notification, {
      construct(target, [title, options]: [string, NotificationOptions]) {
        const notice = new target(title, options)
        const close = notice.close.bind(notice)
        const shown = {
          words: `${title}: ${options.body ?? ''}`,
          isClosed: false,
          click: () => notice.onclick?.(new Event('click')),
        }
        notice.close = () => {
          shown.isClosed = true
          close()
        }
        notices.push(shown)
        return notice
      },
    })
  })

/**
 * Somebody signed in with a browser that keeps every page silent until it is pressed. Browsers do so by themselves, but to
 * them whatever a test asks of a page is a press already.
 */
async function agentOfSilentBrowser(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await parley.page({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
  await page.context().addInitScript(() => {
    let isPressed = false
    for (const press of ['pointerdown', 'keydown'])
      window.addEventListener(press, ({ isTrusted }) => (isPressed ||= isTrusted), true)
    const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'state')
    const { resume } = AudioContext.prototype
    Object.defineProperty(BaseAudioContext.prototype, 'state', {
      get(): unknown {
        return isPressed ? state?.get?.call(this) : 'suspended'
      },
    })
    AudioContext.prototype.resume = function () {
      return isPressed ? resume.call(this) : new Promise(() => undefined)
    }
  })
  await page.goto(`${parley.url}/console/`)
  await parley.signIn(page, 'demo', 'demo')
  await page.getByRole('tab', { name: /^(Mine|我的)/ }).waitFor()
  return page
}

describe('what waits', () => {
  it('sounds in one tab of a browser, stands on its icon, and is cleared by reading in the other', async () => {
    const first = await parley.agent('demo')
    const second = await first.context().newPage()
    await second.goto(`${parley.url}/console/inbox/mine`)
    await second.getByRole('tab', { name: /^Mine/ }).click()
    await Promise.all([listen(first), listen(second)])
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    await Promise.all([first, second].map((page) => page.getByRole('option').first().waitFor()))
    const icon = (page: Page) => page.locator('link[rel="icon"]').getAttribute('href')
    for (let tries = 0; tries < 50 && !(await icon(first))?.includes('circle'); tries += 1)
      await first.waitForTimeout(100)
    expect(await first.title()).toMatch(/^\(1\)/)
    for (let tries = 0; tries < 50 && (await notesOf(first)) + (await notesOf(second)) === 0; tries += 1)
      await first.waitForTimeout(100)
    expect([await notesOf(first), await notesOf(second)].filter((notes) => notes > 0)).toHaveLength(1)
    await second.bringToFront()
    await second.getByRole('option').first().click()
    for (let tries = 0; tries < 50 && /^\(/.test(await first.title()); tries += 1) await first.waitForTimeout(100)
    expect(await first.title()).not.toMatch(/^\(/)
    expect(await icon(first)).not.toContain('circle')
  })

  it('sounds in the first tab, and after it in the next, which asks for a press until it may', async () => {
    const first = await agentOfSilentBrowser()
    const bar = (page: Page) => page.getByRole('button', { name: 'Enable sound' })
    // Signing in was a press.
    await bar(first).waitFor({ state: 'hidden' })
    const second = await first.context().newPage()
    await second.goto(`${parley.url}/console/inbox/mine`)
    await bar(second).waitFor()
    await parley.picture(second, 'sound-bar')
    await bar(second).click()
    await bar(second).waitFor({ state: 'hidden' })
    await Promise.all([listen(first), listen(second)])
    const visitor = await parley.visitor()
    for (const words of ['one', 'two', 'three']) {
      const before = await notesOf(first)
      await parley.say(visitor, words)
      await eventually('the first tab sounds', async () => (await notesOf(first)) > before)
      await second.getByRole('option').filter({ hasText: words }).waitFor()
    }
    expect(await notesOf(second)).toBe(0)
    await first.close()
    await parley.say(visitor, 'four')
    await eventually('the second tab sounds', async () => (await notesOf(second)) > 0)
  })

  it('does not ask for a press where somebody wants no sound', async () => {
    const first = await agentOfSilentBrowser({ locale: 'zh-CN', colorScheme: 'dark' })
    await first.goto(`${parley.url}/console/settings/profile`)
    const second = await first.context().newPage()
    await second.goto(`${parley.url}/console/inbox/mine`)
    const bar = second.getByRole('button', { name: '开启声音' })
    await bar.waitFor()
    await parley.picture(second, 'sound-bar-dark-zh')
    await first.getByLabel('音量').fill('0')
    await bar.waitFor({ state: 'hidden' })
    await first.getByLabel('音量').fill('50')
    await bar.waitFor()
  })

  it('is shown by the desktop to whoever looks elsewhere, leads to the conversation, and goes once it is read', async () => {
    const agent = await parley.agent('demo')
    await agent.context().grantPermissions(['notifications'])
    await agent.goto(`${parley.url}/console/settings/profile`)
    await agent.getByRole('checkbox', { name: 'Notices on the desktop' }).check()
    await watchNotices(agent)
    await agent.goto(`${parley.url}/console/inbox/mine`)
    await agent.getByRole('tabpanel').waitFor()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'is my parcel lost?')
    const shown = await agent.waitForFunction(() =>
      (window as Watched).notices?.find(({ words }) => words.endsWith('?')),
    )
    expect(await shown.evaluate((notice) => notice?.words)).toMatch(/^Visitor \d+.*: is my parcel lost\?$/)
    expect(await shown.evaluate((notice) => notice?.isClosed)).toBe(false)
    await shown.evaluate((notice) => notice?.click())
    await parley.log(agent).getByText('is my parcel lost?').waitFor()
    // Looking at it again is what reads it.
    await agent.evaluate(() => ((window as Watched).isAway = false))
    await agent.evaluate(() => window.dispatchEvent(new Event('focus')))
    await agent.waitForFunction(() => (window as Watched).notices?.every(({ isClosed }) => isClosed))
  })

  it('sounds as loud, and at what, as one chooses in the profile', async () => {
    const agent = await parley.agent('demo', { locale: 'zh-CN' })
    await agent.goto(`${parley.url}/console/settings/profile`)
    await agent.getByLabel('有客户开始排队').check()
    await listen(agent)
    await agent.getByRole('button', { name: '试听' }).first().click()
    for (let tries = 0; tries < 50 && (await notesOf(agent)) < 2; tries += 1) await agent.waitForTimeout(100)
    expect(await notesOf(agent)).toBe(2)
    await agent.getByLabel('有客户开始排队').scrollIntoViewIfNeeded()
    await parley.picture(agent, 'signals-settings-zh')
    await agent.reload()
    expect(await agent.getByLabel('有客户开始排队').isChecked()).toBe(true)
  })
})
