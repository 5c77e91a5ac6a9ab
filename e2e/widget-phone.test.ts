import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { box, chat, launcher, log, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

useShop()

const frameOf = (page: Page) => page.frames().find((frame) => frame.url().startsWith(parley.url))!

/** What axe says of the page and of the chat in it. */
const allFindings = async (page: Page) => [...(await findings(page)), ...(await findings(frameOf(page)))]

const sent = (page: Page) => page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))

describe('on a phone', () => {
  it('fills the screen, and the back button closes it instead of leaving the page', async () => {
    const page = await shop.visit({}, PHONE)
    await launcher(page).tap()
    await box(page).waitFor()
    await page.waitForFunction(() => {
      const panel = document.querySelector('parley-widget')?.shadowRoot?.querySelector('.panel')
      const area = panel?.getBoundingClientRect()
      return area?.width === 390 && area.height === 844 && getComputedStyle(panel as Element).opacity === '1'
    })
    await parley.picture(page, 'phone-open')
    const address = page.url()
    await page.goBack()
    await launcher(page).waitFor()
    expect(page.url()).toBe(address)
    await launcher(page).tap()
    await chat(page).getByRole('button', { name: 'Close chat' }).tap()
    await launcher(page).waitFor()
    expect(await page.evaluate(() => (history.state as { parleyOpen?: true } | null)?.parleyOpen)).toBeUndefined()
  })

  it('keeps the box above a keyboard that covers the page, in letters that no phone enlarges', async () => {
    const page = await shop.visit(
      {
        head: `<script>
          const screen = Object.assign(new EventTarget(), { width: 390, height: 844, offsetTop: 0, offsetLeft: 0, scale: 1 })
          Object.defineProperty(window, 'visualViewport', { value: screen })
        </script>`,
      },
      PHONE,
    )
    await launcher(page).tap()
    await box(page).waitFor()
    await page.evaluate(() => {
      Object.assign(window.visualViewport!, { height: 480, offsetTop: 30 })
      window.visualViewport!.dispatchEvent(new Event('resize'))
    })
    await page.waitForFunction(() => {
      const panel = document.querySelector('parley-widget')?.shadowRoot?.querySelector('.panel')
      const area = panel?.getBoundingClientRect()
      return area?.top === 30 && area.height === 480
    })
    const place = (await box(page).boundingBox())!
    expect(place.y + place.height).toBeLessThanOrEqual(510)
    expect(
      await box(page).evaluate((element) => parseFloat(getComputedStyle(element).fontSize)),
    ).toBeGreaterThanOrEqual(16)
    await parley.picture(page, 'phone-keyboard')
  })

  it('sends nothing by the Enter that ends a composition', async () => {
    const page = await shop.visit({}, PHONE)
    await launcher(page).tap()
    await box(page).fill('nihao')
    const isTaken = await box(page).evaluate((element) => {
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })
      const old = new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })
      return [element.dispatchEvent(enter), element.dispatchEvent(old)].includes(false)
    })
    expect(isTaken).toBe(false)
    expect(await box(page).inputValue()).toBe('nihao')
    await box(page).evaluate((element) =>
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })),
    )
    await write(page, '你好')
    await log(page).getByText('你好').waitFor()
    expect(await log(page).getByText('nihao').count()).toBe(0)
  })

  it('leaves room for what the phone draws over the page', async () => {
    const page = await shop.visit({}, PHONE)
    await launcher(page).waitFor()
    const before = (await launcher(page).boundingBox())!.y
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setSafeAreaInsetsOverride' as never, { insets: { bottom: 34 } } as never)
    await page.waitForFunction((y) => {
      const button = document.querySelector('parley-widget')?.shadowRoot?.querySelector('.launcher')
      return button!.getBoundingClientRect().y === y - 34
    }, before)
  })
})

describe('for everybody', () => {
  it('axe finds nothing in any state, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await shop.visit({ body: '<main><h1>Shop</h1></main>' }, { colorScheme })
      await launcher(page).waitFor()
      expect(await findings(page)).toEqual([])
      await launcher(page).click()
      await box(page).waitFor()
      expect(await allFindings(page)).toEqual([])
      await write(page, 'A first message with a link https://example.com')
      await sent(page)
      expect(await allFindings(page)).toEqual([])
      const chooser = page.waitForEvent('filechooser')
      await chat(page)
        .getByRole('button', { name: /attach|file/i })
        .first()
        .click()
      await (await chooser).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('some notes') })
      await chat(page).getByText('notes.txt').first().waitFor()
      expect(await allFindings(page)).toEqual([])
      await page.context().setOffline(true)
      await chat(page).getByText('You are offline', { exact: false }).waitFor()
      expect(await allFindings(page)).toEqual([])
      await page.context().setOffline(false)
      await parley.picture(page, `axe-${colorScheme}`)
    }
  })

  it('is used by the keyboard alone', async () => {
    const page = await shop.visit()
    await launcher(page).waitFor()
    await page.keyboard.press('Tab') // the page's own link
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await chat(page).locator('textarea:focus').waitFor()
    await page.keyboard.type('By keys alone')
    await page.keyboard.press('Enter')
    await sent(page)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.localName === 'parley-widget')
    await launcher(page).waitFor()
    expect(await launcher(page).getAttribute('aria-expanded')).toBe('false')
  })

  it('moves nothing for those who asked for that', async () => {
    const page = await shop.visit({}, { reducedMotion: 'reduce' })
    await launcher(page).waitFor()
    const durations = await page.evaluate(() => {
      const root = document.querySelector('parley-widget')?.shadowRoot
      const parts = Array.from(root!.querySelectorAll('.panel, .launcher'))
      return parts.map((each) => getComputedStyle(each).transitionDuration)
    })
    expect(durations).toEqual(['0s', '0s'])
  })
})
