import type { Page } from 'playwright-core'
import { eventually } from '../server/src/testing/eventually.js'
import { issuedToken } from './demo-token.js'
import { box, chat, heard, launcher, log, STUB, storedKeys, write } from './host-page.js'
import { agent, parley, shop, useAgent, useShop } from './scene.js'
import { until } from './until.js'

useShop()
useAgent()

/** A page whose chat has been opened once, so that everything of it is loaded. */
async function loaded(): Promise<Page> {
  const page = await shop.visit()
  await launcher(page).click()
  await box(page).waitFor()
  return page
}

const isOpen = (page: Page) => page.evaluate(() => window.Parley.get('isOpen'))

const names = async (page: Page) => (await heard(page)).map(({ name }) => name)

describe('after the chat has come', () => {
  it('open, close and toggle do so, tell what they did, and do nothing twice', async () => {
    const page = await loaded()
    await page.evaluate(() => window.Parley('close'))
    expect(await isOpen(page)).toBe(false)
    await page.evaluate(() => window.Parley('close'))
    await page.evaluate(() => window.Parley.open())
    await page.evaluate(() => window.Parley.open())
    expect(await isOpen(page)).toBe(true)
    await page.evaluate(() => window.Parley('toggle'))
    expect(await isOpen(page)).toBe(false)
    await page.evaluate(() => window.Parley.toggle())
    expect(await isOpen(page)).toBe(true)
    const seen = (await names(page)).filter((name) => name === 'open' || name === 'close')
    expect(seen).toEqual(['open', 'close', 'open', 'close', 'open'])
  })

  it('hide and show are about the launcher', async () => {
    const page = await loaded()
    await page.evaluate(() => window.Parley('close'))
    await page.evaluate(() => window.Parley('hide'))
    await launcher(page).waitFor({ state: 'hidden' })
    await page.evaluate(() => window.Parley('open'))
    await box(page).waitFor()
    await page.evaluate(() => window.Parley('close'))
    await page.evaluate(() => window.Parley('show'))
    await launcher(page).waitFor()
  })

  it('setLocale, setTheme and update change page and chat', async () => {
    const page = await loaded()
    await page.evaluate(() => window.Parley('setLocale', 'zh-CN'))
    await chat(page).getByRole('textbox', { name: '输入消息' }).waitFor()
    expect(await page.evaluate(() => window.Parley.get('locale'))).toBe('zh-CN')
    await page.getByRole('button', { name: '关闭会话' }).waitFor()
    const theme = { mode: 'dark', color: '#ffe14d', position: 'left', offset: { x: 50, y: 60 }, zIndex: 7 } as const
    await page.evaluate((given) => window.Parley('setTheme', given), theme)
    await chat(page).locator('html[data-theme=dark]').waitFor({ state: 'attached' })
    const style = () =>
      launcher(page).evaluate((element) => {
        const { color, backgroundColor, left, bottom, zIndex } = getComputedStyle(element)
        return { color, backgroundColor, left, bottom, zIndex }
      })
    expect(await style()).toEqual({
      color: 'rgb(0, 0, 0)',
      backgroundColor: 'rgb(255, 225, 77)',
      left: '50px',
      bottom: '60px',
      zIndex: '7',
    })
    await page.evaluate(() => window.Parley('update', { locale: 'en', theme: { offset: 10, mode: 'light' } }))
    await chat(page).locator('html[data-theme=light]').waitFor({ state: 'attached' })
    expect(await style()).toMatchObject({ left: '10px', bottom: '10px', zIndex: '7' })
    await box(page).waitFor()
  })

  it('setAttributes reaches the agents, and refuses what is none', async () => {
    const page = await loaded()
    await write(page, 'On which plan am I?')
    await log(page).getByText('On which plan').waitFor()
    await page.evaluate(() => window.Parley('setAttributes', { plan: 'gold' }))
    const console = await parley.agent()
    await console.getByRole('option').filter({ hasText: 'On which plan am I?' }).click()
    await console.getByText('gold', { exact: true }).first().waitFor()
    const refusal = await page.evaluate(() =>
      window.Parley('setAttributes', { plan: { nested: true } } as never).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      ),
    )
    expect(refusal).toBe('bad_request')
  })

  it('on hears each, once hears one, off hears none, and a listener that throws keeps nobody from hearing', async () => {
    const page = await loaded()
    const complaints = parley.complaints.length
    await page.evaluate(() => {
      const heardBy = { on: 0, once: 0, off: 0 }
      const listener = () => (heardBy.off += 1)
      Object.assign(window, { heardBy })
      void window.Parley('on', 'close', () => {
        throw new Error('the page is at fault')
      })
      void window.Parley('on', 'close', () => (heardBy.on += 1))
      void window.Parley('once', 'close', () => (heardBy.once += 1))
      void window.Parley('on', 'close', listener)
      void window.Parley('off', 'close', listener)
    })
    for (const call of ['close', 'open', 'close'] as const) await page.evaluate((name) => window.Parley(name), call)
    expect(await page.evaluate(() => (window as unknown as { heardBy: object }).heardBy)).toEqual({
      on: 2,
      once: 1,
      off: 0,
    })
    // Reported as the page's own error, which it is.
    expect(parley.complaints.splice(complaints)).toEqual(['the page is at fault', 'the page is at fault'])
  })

  it('get tells how things stand', async () => {
    const page = await loaded()
    const state = () =>
      page.evaluate(async () => {
        const all = ['unread', 'isOpen', 'isReady', 'contact', 'locale', 'version'] as const
        const values = await Promise.all(all.map((name) => window.Parley.get(name)))
        return Object.fromEntries(all.map((name, index) => [name, values[index]]))
      })
    expect(await state()).toMatchObject({ unread: 0, isOpen: true, isReady: true, locale: 'en' })
    await write(page, 'Who am I?')
    await until(page, 'the chat knows its contact', async () => (await window.Parley.get('contact')) !== null)
    expect(await state()).toMatchObject({ contact: { isIdentified: false } })
    expect((await state())['version']).toMatch(/^\d+\.\d+\.\d+/)
    const answer = await agent.take('Who am I?')
    await page.evaluate(() => window.Parley('close'))
    await answer('A visitor')
    await until(page, 'one is unread', async () => (await window.Parley.get('unread')) === 1)
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:received'))
    expect((await heard(page)).find(({ name }) => name === 'message:received')?.detail).toMatchObject({
      author: 'Agent 01',
    })
  })

  it('a token that runs out is asked for again; without another the visitor is unknown, and the page is told', async () => {
    const page = await loaded()
    const short = { expiresInSeconds: 4 }
    const tokens = [
      await issuedToken(parley, 'demo-user-8', short),
      await issuedToken(parley, 'demo-user-8', { expiresInSeconds: 12 }),
    ]
    await page.exposeFunction('nextToken', () => tokens.shift() ?? '')
    await page.evaluate(() => {
      const { nextToken } = window as unknown as { nextToken: () => string }
      return window.Parley('identify', { getToken: () => nextToken() })
    })
    expect(await page.evaluate(() => window.Parley.get('contact'))).toMatchObject({ name: 'User 08' })
    expect(tokens).toHaveLength(1)
    await eventually('the second token is asked for', () => tokens.length === 0)
    expect(await page.evaluate(() => window.Parley.get('contact'))).toMatchObject({ name: 'User 08' })
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'identity:expired'))
    await until(
      page,
      'the chat knows nobody any more',
      async () => (await window.Parley.get('contact'))?.isIdentified === false,
    )
  })

  it('destroy takes everything off the page but the session, and boot finds the thread again', async () => {
    const page = await loaded()
    await write(page, 'Before it goes')
    await log(page).getByText('Before it goes').waitFor()
    await page.waitForFunction(() => localStorage.getItem('parley:demo:has-thread') !== null)
    await page.evaluate(() => window.Parley('destroy'))
    expect(await page.locator('parley-widget').count()).toBe(0)
    expect(await storedKeys(page)).toContain('parley:demo:session')
    await page.evaluate(() => window.Parley('destroy'))
    const { origin } = new URL(parley.url)
    await page.evaluate((host) => window.Parley('boot', { channel: 'demo', host }), origin)
    await page.evaluate(() => window.Parley('open'))
    await log(page).getByText('Before it goes').waitFor()
  })

  it('a call that does not exist, and options that cannot be, are refused by a code', async () => {
    const page = await loaded()
    const codeOf = (name: string, ...args: unknown[]) =>
      page.evaluate(
        ([call, given]) =>
          (window.Parley as unknown as (...all: unknown[]) => Promise<unknown>)(call, ...given).then(
            () => 'done',
            (error: { code: string }) => error.code,
          ),
        [name, args] as const,
      )
    expect(await codeOf('constructor')).toBe('unknown_call')
    expect(await codeOf('nonsense')).toBe('unknown_call')
    expect(await codeOf('boot', { channel: 'No such key' })).toBe('bad_options')
    expect(await codeOf('boot', { channel: 'demo', container: '#nowhere' })).toBe('bad_options')
    expect(await codeOf('identify', {})).toBe('bad_options')
    expect(await codeOf('send', { type: 'card' })).toBe('bad_options')
  })
})

describe('before the script has come', () => {
  const queued = (calls: string) => ({
    tag: '',
    head: `${STUB}<script>
      done = []
      const call = (name, ...args) => Parley(name, ...args).then(() => done.push(name), (error) => done.push(name + ' ' + error.code))
      ${calls}
    </script>`,
  })
  const done = (page: Page, count: number) =>
    page
      .waitForFunction((wanted) => (window as unknown as { done: string[] }).done.length === wanted, count)
      .then(() => page.evaluate(() => (window as unknown as { done: string[] }).done))

  it('identify and boot: the visitor is known when the chat opens', async () => {
    const token = await issuedToken(parley, 'demo-user-9')
    const page = await shop.visit(
      queued(`call('boot', { channel: 'demo' }); call('identify', { token: '${token}' }); call('open')`),
    )
    await box(page).waitFor()
    expect((await done(page, 3)).sort()).toEqual(['boot', 'identify', 'open'])
    await until(
      page,
      'the chat knows who is signed in',
      async () => (await window.Parley.get('contact'))?.name === 'User 09',
    )
  })

  it('send, logout and destroy', async () => {
    const page = await shop.visit(
      queued(`call('boot', { channel: 'demo' }); call('logout'); call('send', { type: 'card', title: 'Kettle' })`),
    )
    await chat(page).getByRole('group', { name: 'Send this to the chat?' }).getByText('Kettle').waitFor()
    expect((await done(page, 3)).sort()).toEqual(['boot', 'logout', 'send'])
    const gone = await shop.visit(queued(`call('boot', { channel: 'demo' }); call('destroy')`))
    expect(await done(gone, 2)).toEqual(['boot', 'destroy'])
    expect(await gone.locator('parley-widget').count()).toBe(0)
    // As a component that is mounted twice does.
    await gone.evaluate(async () => {
      const boot = () => window.Parley('boot', { channel: 'demo' })
      await Promise.all([boot(), window.Parley('destroy'), boot(), window.Parley('open')])
    })
    await box(gone).waitFor()
    expect(await gone.locator('parley-widget').count()).toBe(1)
  })

  it('a network that gives no chat is told as an error, and the next try finds it', async () => {
    const page = await shop.visit()
    await page.route('**/sdk/v1-engine.js', (route) => route.abort())
    await launcher(page).click()
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'error'))
    expect((await heard(page)).find(({ name }) => name === 'error')?.detail).toEqual({ code: 'unreachable' })
    await page.unroute('**/sdk/v1-engine.js')
    await page.keyboard.press('Escape')
    await launcher(page).click()
    await write(page, 'There it is')
    await log(page).getByText('There it is').waitFor()
  })
})
