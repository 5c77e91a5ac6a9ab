import type { Page } from 'playwright-core'
import { box, chat, heard, launcher, log, storedKeys, STUB, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

useShop()

const frames = (page: Page) => page.locator('parley-widget iframe[src]')

describe('every call', () => {
  it('may be made before the chat is there, and is done when it comes', async () => {
    const page = await shop.visit({
      tag: '',
      head: `${STUB}<script>
        done = {}
        const call = (name, ...args) => Parley(name, ...args).then((value) => (done[name] = value ?? 'done'), (error) => (done[name] = error.code))
        call('open'); call('close'); call('toggle'); call('hide'); call('show'); call('setLocale', 'zh-CN')
        call('setTheme', { mode: 'dark' }); call('update', { theme: { offset: 40 } }); call('setAttributes', { plan: 'gold' })
        call('on', 'unread', () => {}); call('once', 'open', () => {}); call('off', 'unread', () => {}); call('get', 'locale')
        call('boot', { channel: 'demo' })
      </script>`,
    })
    await chat(page).getByRole('textbox', { name: '输入消息' }).waitFor()
    const done = () => page.evaluate(() => (window as unknown as { done: Record<string, unknown> }).done)
    await page.waitForFunction(() => Object.keys((window as unknown as { done: object }).done).length === 14)
    expect(await done()).toMatchObject({ open: 'done', setAttributes: 'done', boot: 'done', update: 'done' })
    expect(await page.evaluate(() => window.Parley.get('locale'))).toBe('zh-CN')
    expect(await page.evaluate(() => window.Parley('logout'))).toBeUndefined()
    await page.evaluate(() => window.Parley.destroy())
    expect(await page.locator('parley-widget').count()).toBe(0)
    await page.evaluate(() => window.Parley.boot({ channel: 'demo' }))
    await launcher(page).waitFor()
  })

  it('tells a late listener how things stand, and the document too', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await box(page).waitFor()
    const count = () => page.evaluate(() => new Promise((tell) => void window.Parley('on', 'unread', tell)))
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'unread'))
    expect(await count()).toEqual({ count: 0 })
    await write(page, 'For the events')
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
    const names = (await heard(page)).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['open', 'ready', 'unread', 'conversation:started', 'message:sent']))
  })
})

describe('a page', () => {
  it('that has the tag twice, or boots again, has one chat', async () => {
    const tag = `<script src="${parley.url}/sdk/v1.js" data-channel="demo" async></script>`
    const page = await shop.visit({ head: tag })
    await launcher(page).waitFor()
    await page.evaluate(() => window.Parley('boot', { channel: 'demo', theme: { position: 'left' } }))
    expect(await page.locator('parley-widget').count()).toBe(1)
    expect((await launcher(page).boundingBox())!.x).toBeLessThan(100)
  })

  it('that swaps its content keeps the chat, and what stands in it', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await box(page).fill('half a sentence')
    await page.evaluate(() => {
      history.pushState(null, '', '/elsewhere')
      document.body.innerHTML = '<h1>Elsewhere</h1>'
      document.title = 'Elsewhere'
    })
    expect(await box(page).inputValue()).toBe('half a sentence')
    expect(await page.title()).toBe('Elsewhere')
  })

  it('may have launchers of its own, also such that come later', async () => {
    const page = await shop.visit({ tag: 'data-channel="demo" data-launcher=".help"' })
    await page.waitForFunction(() => 'isParley' in window.Parley)
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<button class="help">Help</button>'))
    expect(await launcher(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Help' }).click()
    await box(page).waitFor()
    await page.locator('.help[aria-expanded="true"][data-parley-unread="0"]').waitFor()
    await chat(page).getByRole('button', { name: 'Close chat' }).click()
    await page.waitForFunction(() => document.activeElement?.className === 'help')
  })

  it('may hold the chat in a place of its own for good', async () => {
    const page = await shop.visit({
      tag: null,
      body: `<div id="place" style="width:420px;height:560px"></div><script src="${parley.url}/sdk/v1.js"></script>
        <script>Parley('boot', { channel: 'demo', container: '#place', load: 'now' })</script>`,
    })
    await box(page).waitFor()
    expect(await launcher(page).count()).toBe(0)
    expect(await chat(page).getByRole('button', { name: 'Close chat' }).count()).toBe(0)
    const panel = (await page.locator('#place iframe').or(page.locator('parley-widget iframe')).first().boundingBox())!
    expect([panel.width, panel.height]).toEqual([420, 560])
    await write(page, 'From inside the page')
    await log(page).getByText('From inside the page').waitFor()
    await parley.picture(page, 'embedded-inline')
  })

  it('decides when the chat is loaded', async () => {
    for (const load of ['now', 'idle']) {
      const page = await shop.visit({ tag: `data-channel="demo" data-load="${load}"` })
      await frames(page).waitFor({ state: 'attached' })
      expect(await storedKeys(page)).toEqual([])
    }
    const later = await shop.visit()
    await launcher(later).waitFor()
    expect(await frames(later).count()).toBe(0)
    await launcher(later).hover()
    await frames(later).waitFor({ state: 'attached' })
    const manual = await shop.visit({ tag: 'data-channel="demo" data-load="manual"' })
    await launcher(manual).hover()
    expect(await frames(manual).count()).toBe(0)
    await launcher(manual).click()
    await box(manual).waitFor()
  })

  it('may have a strict content policy', async () => {
    const page = await shop.visit({
      csp: `default-src 'none'; script-src 'nonce-ofthisanswer' ${parley.url}; frame-src ${parley.url}`,
      nonce: 'ofthisanswer',
    })
    await launcher(page).click()
    await write(page, 'Past the policy')
    await log(page).getByText('Past the policy').waitFor()
    const height = (await launcher(page).boundingBox())!.height
    expect(height).toBe(56) // its styles came too
  })

  it('of an older browser, where sheets are elements, has the styles by its nonce', async () => {
    const page = await shop.visit({
      csp: `default-src 'none'; script-src 'nonce-old' ${parley.url}; style-src 'nonce-old'; frame-src ${parley.url}`,
      nonce: 'old',
      head: '<script nonce="old">window.CSSStyleSheet = undefined</script>',
    })
    await launcher(page).click()
    await box(page).waitFor()
    expect((await launcher(page).boundingBox())!.height).toBe(56)
  })

  it('that has no consent stores nothing, until it has, and nothing again after', async () => {
    const page = await shop.visit({ tag: 'data-channel="demo" data-consent="false"' })
    await launcher(page).click()
    await write(page, 'Kept nowhere')
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
    expect(await storedKeys(page)).toEqual([])
    await page.evaluate(() => window.Parley('update', { consent: true }))
    await page.waitForFunction(() => localStorage.getItem('parley:demo:session') !== null)
    await page.evaluate(() => window.Parley('update', { consent: false }))
    expect(await storedKeys(page)).toEqual([])
  })
})

describe('a browser', () => {
  it('that gives the frame no storage keeps a message that was not sent over a reload', async () => {
    const page = await shop.visit()
    const context = page.context()
    await context.addInitScript(() => {
      if (window.parent === window) return
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        const refuse = () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        }
        Object.defineProperty(window, name, { get: refuse })
      }
    })
    await page.reload()
    await context.route('**/socket.io/**', (route) => route.abort())
    await launcher(page).click()
    await write(page, 'Not sent before the reload')
    await log(page).getByText('Not sent before the reload').waitFor()
    await page.reload()
    await launcher(page).click()
    await log(page).getByText('Not sent before the reload').waitFor()
    await context.unroute('**/socket.io/**')
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'), undefined, {
      timeout: 45_000,
    })
    expect(await log(page).getByText('Not sent before the reload').count()).toBe(1)
  })

  it('that goes offline says so, and sends what was written when it is back', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await write(page, 'Before the tunnel')
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
    await page.context().setOffline(true)
    await chat(page).getByText('You are offline', { exact: false }).waitFor()
    await write(page, 'In the tunnel')
    await page.context().setOffline(false)
    await page.waitForFunction(() => window.heard.filter(({ name }) => name === 'message:sent').length === 2)
    await log(page).getByText('In the tunnel').waitFor()
  })

  it('that is opened while its server is away comes by itself', async () => {
    const page = await shop.visit()
    await parley.killServer()
    await launcher(page).click()
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'error'))
    await parley.picture(page, 'chat-away')
    await parley.startServer()
    await write(page, 'There you are')
    await log(page).getByText('There you are').waitFor()
  })

  it('lets the visitor write before there is a connection', async () => {
    const page = await shop.visit({ tag: 'data-channel="demo" data-load="idle"' })
    await page.context().route(/socket\.io|api\/v1\/contact/, (route) => route.abort())
    await frames(page).waitFor({ state: 'attached' })
    await launcher(page).click()
    await write(page, 'Typed before the socket')
    await log(page).getByText('Typed before the socket').waitFor()
    await page.context().unroute(/socket\.io|api\/v1\/contact/)
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'), undefined, {
      timeout: 45_000,
    })
  })
})
