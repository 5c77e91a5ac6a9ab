import type { Page } from 'playwright-core'
import { Agent } from './agent.js'
import { issuedToken } from './demo-token.js'
import { Shop } from './host-page.js'
import { Parley } from './parley.js'
import { snippet } from './snippets.js'

type Told = { parley: string; name?: string; id?: number; error?: string | null; detail?: Record<string, unknown> }

let parley: Parley
let agent: Agent

beforeAll(async () => {
  parley = await Parley.start()
  agent = await Agent.join(parley)
})

afterEach(() => agent.endAll())

afterAll(async () => {
  agent.leave()
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

/** Where each kind of WebView lets a page talk to its app; `told` keeps what came. */
const DOORS = {
  Android: 'window.ParleyApp = door',
  iOS: 'window.webkit = { messageHandlers: { ParleyApp: door } }',
  'React Native': 'window.ReactNativeWebView = door',
}

/** The chat's own page in an app`inPage` is what the app runs there besides. */
async function inApp(kind: keyof typeof DOORS): Promise<Page> {
  const page = await parley.page({ locale: 'en-US', viewport: { width: 390, height: 780 } })
  const content = `told = []; { const door = { postMessage: (text) => told.push(JSON.parse(text)) }; ${DOORS[kind]} }`
  await page.addInitScript({ content })
  await page.goto(`${parley.url}/c/demo`)
  await parley.composer(page).waitFor()
  return page
}

const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Told[] }).told)

/** What the app hears next about something. */
const hears = (page: Page, wanted: Partial<Told>) =>
  page.waitForFunction(
    (parts) =>
      (window as unknown as { told: Record<string, unknown>[] }).told.find((each) =>
        Object.entries(parts).every(([name, value]) => each[name] === value),
      ),
    wanted,
  )

/** As the app does: a script in the page. */
const call = (page: Page, id: number, asked: Record<string, unknown>) =>
  page.evaluate((message) => window.postMessage(message, location.origin), { parley: 'call', id, call: asked })

describe.each(['Android', 'iOS', 'React Native'] as const)('an app on %s', (kind) => {
  it('hears what happens, and no word of it', async () => {
    const page = await inApp(kind)
    await hears(page, { parley: 'event', name: 'ready' })
    await parley.say(page, 'Nobody else may read this')
    await hears(page, { name: 'conversation:started' })
    await hears(page, { name: 'message:sent' })
    const answer = await agent.take('Nobody else may read this')
    await answer('Nor this')
    await hears(page, { name: 'message:received' })
    expect(JSON.stringify(await told(page))).not.toMatch(/Nobody else|Nor this/)
  })
})

describe('an app', () => {
  it('says who the visitor is by the code of the documentation, and shows its badge', async () => {
    const onMessage = snippet('docs/app-webview.md', 'What the page tells the app', 'js')
    const identify = snippet('docs/app-webview.md', 'What the app asks of the page', 'js')
    const page = await inApp('Android')
    await hears(page, { name: 'ready' })
    await parley.say(page, 'Asked in the app')
    await hears(page, { name: 'message:sent' })
    const token = await issuedToken(parley, 'demo-user-7')
    await page.evaluate(`{ const token = ${JSON.stringify(token)}; ${identify} }`)
    await hears(page, { parley: 'answer', id: 1, error: null })
    const { contact } = await agent.find(({ lastMessage }) => lastMessage?.preview === 'Asked in the app')
    expect(contact.name).toBe('User 07')
    await parley.log(page).getByText('Asked in the app').waitFor()
    await hears(page, { name: 'unread' })
    const badges = await page.evaluate(`(() => {
      const badges = []
      const setBadge = (count) => badges.push(count)
      ${onMessage}
      told.forEach((each) => onParleyMessage(JSON.stringify(each)))
      return badges
    })()`)
    expect(badges).toContain(0)
  })

  it('makes the other calls, and learns what is refused', async () => {
    const page = await inApp('iOS')
    await hears(page, { name: 'ready' })
    await parley.say(page, 'Before the calls')
    await hears(page, { name: 'message:sent' })
    await call(page, 1, { method: 'setAttributes', attributes: { plan: 'gold' } })
    await hears(page, { id: 1, error: null })
    await call(page, 2, { method: 'send', offered: { type: 'card', title: 'Kettle' } })
    await hears(page, { id: 2, error: null })
    await page.getByRole('group', { name: 'Send this to the chat?' }).getByText('Kettle').waitFor()
    await call(page, 3, { method: 'send', offered: { type: 'card', url: 'javascript:alert(1)' } })
    await hears(page, { id: 3, error: 'bad_options' })
    await call(page, 4, { method: 'format' })
    await hears(page, { id: 4, error: 'unknown_call' })
    await call(page, 5, { method: 'identify', token: 'made.up' })
    await page.waitForFunction(() =>
      (window as unknown as { told: Told[] }).told.some(({ id, error }) => id === 5 && typeof error === 'string'),
    )
    await call(page, 6, { method: 'identify' })
    await hears(page, { id: 6, error: 'bad_options' })
    await call(page, 7, { method: 'logout' })
    await hears(page, { id: 7, error: null })
    await parley.log(page).getByText('Before the calls').waitFor({ state: 'detached' })
  })

  it('is the only one who is heard: no window that opened the page, and no message in another form', async () => {
    const shop = await Shop.open(parley)
    const opener = await shop.visit({ tag: null })
    await opener
      .context()
      .addInitScript(`told = []; window.ParleyApp = { postMessage: (text) => told.push(JSON.parse(text)) }`)
    const popup = opener.waitForEvent('popup')
    await opener.evaluate((url) => Object.assign(window, { opened: window.open(url) }), `${parley.url}/c/demo`)
    const page = await popup
    await parley.say(page, 'Still mine')
    await hears(page, { name: 'message:sent' })
    await opener.evaluate(() => {
      const { opened } = window as unknown as { opened: Window }
      opened.postMessage({ parley: 'call', id: 1, call: { method: 'logout' } }, '*')
    })
    await page.evaluate(() => {
      for (const other of [null, 'logout', { parley: 'call' }, { parley: 'call', call: 'logout' }])
        window.postMessage(other, location.origin)
    })
    await parley.say(page, 'And this')
    await parley.log(page).getByText('And this').waitFor()
    await parley.log(page).getByText('Still mine').waitFor()
    expect((await told(page)).filter(({ id }) => id !== undefined)).toEqual([])
    await shop.close()
  })

  it('that is none hears nothing, and the page does not listen', async () => {
    const page = await parley.visitor()
    await parley.say(page, 'In a browser')
    await parley.log(page).getByText('In a browser').waitFor()
    await call(page, 1, { method: 'logout' })
    await parley.say(page, 'Still in a browser')
    await parley.log(page).getByText('Still in a browser').waitFor()
    await parley.log(page).getByText('In a browser', { exact: true }).waitFor()
  })
})
