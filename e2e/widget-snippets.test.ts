import type { Page } from 'playwright-core'
import { issuedToken } from './demo-token.js'
import { box, chat, launcher, log, STUB, write } from './host-page.js'
import { built, snippet } from './snippets.js'
import { agent, parley, shop, useAgent, useShop } from './scene.js'
import { until } from './until.js'

const README = 'widget/sdk/README.md'
const GUIDE = 'docs/widget.md'
const APPS = 'docs/app-webview.md'
const TITLE = 'The chat on a site of yours'

useShop()
useAgent()

/** The code of the documentation, for this installation. */
const code = (file: string, heading: string, language: string): string =>
  snippet(file, heading, language).replaceAll('https://support.example.com', parley.url)

describe('the code of the guide', () => {
  it('plain HTML: the line, the stub above it, and whom the site knows', async () => {
    const head = code(GUIDE, 'Calls', 'html')
    const identify = `<script>${code(GUIDE, 'Somebody you know', 'js')}</script>`
    const files = { '/parley-token': await issuedToken(parley, 'demo-user-1') }
    const page = await shop.visit({ tag: null, head, body: identify + code(GUIDE, TITLE, 'html'), files })
    await launcher(page).click()
    await box(page).waitFor()
    await until(
      page,
      'the chat knows who is signed in',
      async () => (await window.Parley.get('contact'))?.name === 'User 01',
    )
  })

  it('the stub is the one that the other tests use', () => {
    const plain = (text: string) => text.replaceAll(/[\s;]/g, '')
    expect(plain(code(GUIDE, 'Calls', 'html'))).toBe(plain(STUB))
  })

  it('the content policy: nothing more is needed', async () => {
    const csp = `default-src 'none'; ${code(GUIDE, 'Content policy of your page', 'http').trim()}`
    // The page's own scripts have none of the policy's leave here: they are the shop's matter.
    const page = await shop.visit({ csp, files: { '/': `<!doctype html>${code(GUIDE, TITLE, 'html')}` } })
    const own = parley.complaints.length
    await launcher(page).click()
    await write(page, 'Two lines are enough')
    await log(page).getByText('Two lines are enough').waitFor()
    expect((await launcher(page).boundingBox())!.height).toBe(56)
    expect(parley.complaints.length).toBe(own)
  })
})

const MOUNTED = {
  Vue: () => ({
    'Help.vue': code(README, 'Vue', 'vue'),
    'main.js': `
      import { createApp, h, shallowRef } from 'vue'
      import Help from './Help.vue'
      const shown = shallowRef(null)
      createApp(() => shown.value && h(Help, shown.value)).mount('#app')
      window.draw = (props) => (shown.value = props)`,
    'index.html': '<!doctype html><html lang="en"><div id="app"></div><script type="module" src="/main.js"></script>',
  }),
  React: () => ({
    'Help.jsx': code(README, 'React', 'jsx'),
    'main.jsx': `
      import { StrictMode } from 'react'
      import { createRoot } from 'react-dom/client'
      import { Help } from './Help.jsx'
      const root = createRoot(document.getElementById('app'))
      window.draw = (props) => root.render(props && <StrictMode><Help {...props} /></StrictMode>)`,
    'index.html': '<!doctype html><html lang="en"><div id="app"></div><script type="module" src="/main.jsx"></script>',
  }),
}

/** Gives the component its properties; null takes it off the page. */
const draw = (page: Page, props: { user: object | null } | null) =>
  page.evaluate((given) => (window as unknown as { draw: (props: unknown) => void }).draw(given), props)

describe.each(['Vue', 'React'] as const)('the component of the readme, mounted in %s', (framework) => {
  it('opens the chat, counts, follows who is signed in, and leaves with the component', async () => {
    const files = await built(MOUNTED[framework]())
    const token = await issuedToken(parley, framework === 'Vue' ? 'demo-user-2' : 'demo-user-3')
    const page = await shop.visit({ files: { ...files, '/': files['/index.html']!, '/parley-token': token } })
    await page.waitForFunction(() => 'draw' in window)
    await draw(page, { user: null })
    const help = page.getByRole('button', { name: /^Help/ })
    await help.click()
    const words = `Asked from ${framework}`
    await write(page, words)
    const answer = await agent.take(words)
    await page.keyboard.press('Escape')
    await answer('Answered')
    await page.getByRole('button', { name: 'Help (1)' }).waitFor()
    expect(await page.locator('parley-widget').count()).toBe(1)

    await draw(page, { user: {} })
    const known = framework === 'Vue' ? 'User 02' : 'User 03'
    await agent.find(({ contact }) => contact.name === known)
    await help.click()
    await log(page).getByText('Answered').waitFor()
    await page.getByRole('button', { name: 'Help (0)' }).waitFor()

    await draw(page, null)
    await page.locator('parley-widget').waitFor({ state: 'detached' })
    await draw(page, { user: {} })
    await help.click()
    await log(page).getByText('Answered').waitFor()
    await draw(page, { user: null })
    await log(page).getByText('Answered').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => localStorage.getItem('parley:demo:has-thread'))).toBeNull()
  })
})

describe("uni-app's page", () => {
  it('opens the chat as whoever is signed in to the app', async () => {
    const asked = await fetch(`${parley.url}/api/v1/contact/code`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await issuedToken(parley, 'demo-user-4')}` },
    })
    const files = await built({
      'Support.vue': code(APPS, 'uni-app', 'vue'),
      // What uni-app is on the web: its request, and a frame for `web-view`.
      'main.js': `
        import { createApp } from 'vue'
        import Support from './Support.vue'
        window.uni = { request: ({ url, success }) => fetch(new URL(url).pathname).then(async (answer) => success({ data: await answer.json() })) }
        customElements.define('web-view', class extends HTMLElement {
          static observedAttributes = ['src']
          attributeChangedCallback() {
            const frame = Object.assign(document.createElement('iframe'), { src: this.getAttribute('src'), width: 400, height: 600 })
            this.replaceChildren(frame)
          }
        })
        createApp(Support).mount('#app')`,
      'index.html': MOUNTED.Vue()['index.html'],
    })
    const page = await shop.visit({
      files: { ...files, '/': files['/index.html']!, '/parley-link': await asked.text() },
    })
    const inside = page.frameLocator('web-view iframe')
    const composer = inside.getByRole('textbox', { name: 'Message' })
    await composer.fill('From the app')
    await composer.press('Enter')
    const { contact } = await agent.find(({ lastMessage }) => lastMessage?.preview === 'From the app')
    expect(contact.name).toBe('User 04')
    expect(await chat(page).locator('body').count()).toBe(0)
  })
})
