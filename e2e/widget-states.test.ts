import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { box, chat, launcher, log, write } from './host-page.js'
import { agent, parley, shop, useAgent, useShop } from './scene.js'

const BODY = '<main><h1>Shop</h1></main>'
const LOOKS = [
  { name: 'English, light, a desk', locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'Chinese, dark, a phone', locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 375, height: 720 } },
] as const
const WORDS = {
  'en-US': { options: 'Options', end: 'End conversation', endIt: 'End it', emoji: 'Emoji', failed: 'Not sent' },
  'zh-CN': { options: '选项', end: '结束会话', endIt: '结束', emoji: '表情', failed: '未发出' },
}

useShop()
useAgent()

const frameOf = (page: Page) => page.frames().find((frame) => frame.url().startsWith(parley.url))!

const sent = (page: Page, count: number) =>
  page.waitForFunction((wanted) => window.heard.filter(({ name }) => name === 'message:sent').length === wanted, count)

describe.each(LOOKS)('axe finds nothing, $name,', ({ locale, colorScheme, viewport }) => {
  const says = WORDS[locale]
  const button = (page: Page, name: string) => chat(page).getByRole('button', { name, exact: true })
  const visit = () =>
    shop.visit({ body: BODY, tag: `data-channel="demo" data-locale="${locale}"` }, { locale, colorScheme, viewport })

  async function isWell(page: Page, state: string): Promise<void> {
    await parley.picture(page, `state-${state}-${locale}`)
    // Drawn to its end: what fades in has less contrast on its way.
    await frameOf(page).waitForFunction(() =>
      document.getAnimations().every(({ playState }) => playState !== 'running'),
    )
    expect([...(await findings(page)), ...(await findings(frameOf(page)))]).toEqual([])
  }

  it('while a conversation goes on, in each thing that opens over it, and after its end', async () => {
    const page = await visit()
    await launcher(page).click()
    await box(page).waitFor()
    await isWell(page, 'empty')
    await write(page, `Axe, ${locale}`)
    await sent(page, 1)
    const answer = await agent.take(`Axe, ${locale}`)
    await answer('An answer with https://example.com', 'And one more')
    await log(page).getByText('And one more').waitFor()
    await isWell(page, 'answered')
    await button(page, says.options).click()
    await isWell(page, 'menu')
    await page.keyboard.press('Escape')
    await button(page, says.emoji).click()
    await chat(page).getByRole('button', { name: '👍', exact: true }).waitFor()
    await isWell(page, 'emoji')
    await page.keyboard.press('Escape')
    await button(page, says.options).click()
    await button(page, says.end).click()
    await chat(page).getByRole('dialog').waitFor()
    await isWell(page, 'ending')
    await button(page, says.endIt).click()
    await chat(page).getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'conversation:ended'))
    await isWell(page, 'ended')
  })

  it('with a message that was refused, without a network, and without a server that answers', async () => {
    const page = await visit()
    await launcher(page).click()
    await write(page, `Before the failure, ${locale}`)
    await sent(page, 1)
    // As an older version would have left it: longer than the server takes.
    await page.evaluate(() => {
      const item = {
        clientMessageId: crypto.randomUUID(),
        lane: 'thread',
        text: 'x'.repeat(10_001),
        kind: 'text',
        state: 'waiting',
        createdAt: new Date(0).toISOString(),
      }
      localStorage.setItem(`parley:demo:outbox:${item.clientMessageId}`, JSON.stringify(item))
    })
    await page.reload()
    await launcher(page).click()
    await log(page).getByText(says.failed, { exact: false }).waitFor()
    await isWell(page, 'failed')
    await page.context().setOffline(true)
    await write(page, 'In the tunnel')
    await isWell(page, 'offline')
    await page.context().setOffline(false)
    await log(page).getByText('In the tunnel').waitFor()
  })
})

describe('axe finds nothing', () => {
  it('where the chat could not be loaded', async () => {
    const page = await shop.visit({ body: BODY })
    await page.route('**/c/demo?*', (route) => route.abort())
    await page.clock.install()
    await launcher(page).click()
    await page.waitForFunction(
      () => document.querySelector('parley-widget')?.shadowRoot?.querySelector('iframe')?.src !== '',
    )
    await page.clock.runFor(25_000)
    await page.getByText('The chat could not be loaded.').waitFor()
    await parley.picture(page, 'state-unreachable')
    expect(await findings(page)).toEqual([])
    expect(await page.getByRole('link', { name: 'Open it in a new tab' }).getAttribute('href')).toBe(
      `${parley.url}/c/demo`,
    )
  })
})

describe('a screen reader', () => {
  it('hears what is new politely, and nothing that was there before', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await write(page, 'Who hears this?')
    await sent(page, 1)
    const answer = await agent.take('Who hears this?')
    await answer('Old news')
    await log(page).getByText('Old news').waitFor()
    await page.reload()
    await launcher(page).click()
    await log(page).getByText('Old news').waitFor()
    // What is drawn first is drawn in silence; only then the log begins to speak.
    const isSilent = await log(page).getAttribute('aria-live')
    expect(['off', 'polite']).toContain(isSilent)
    await chat(page).locator('[role=log][aria-live=polite]').waitFor()
    await answer('Fresh news')
    await log(page).getByText('Fresh news').waitFor()
    expect(await log(page).getAttribute('aria-live')).toBe('polite')
    await chat(page).getByRole('button', { name: 'Close chat' }).click()
    await answer('While it is closed')
    await page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor()
    // What was read a moment ago may be told to the server a moment later, and counts until then.
    await page
      .locator('parley-widget [role=status]')
      .filter({ hasText: /^1 unread$/ })
      .waitFor()
  })

  it('finds targets that a finger can hit', async () => {
    const page = await shop.visit({}, { viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true })
    await launcher(page).tap()
    await write(page, 'Is this large enough?')
    await sent(page, 1)
    const small = await frameOf(page).evaluate(() =>
      Array.from(document.querySelectorAll('button, a[href], textarea'))
        .map((element) => ({
          name: element.getAttribute('aria-label') ?? element.textContent,
          ...element.getBoundingClientRect().toJSON(),
        }))
        .filter(({ width, height }) => width > 0 && height > 0 && (width < 44 || height < 44))
        .map(({ name, width, height }) => `${String(name)}: ${String(width)} x ${String(height)}`),
    )
    expect(small).toEqual([])
  })
})
