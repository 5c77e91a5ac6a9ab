import { chat, heard, log } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
)

useShop({ IMAGE_ORIGINS: 'https://img.shop.example' })

const card = {
  type: 'card' as const,
  title: 'Kettle 1.7 l',
  description: 'Brushed steel, with a thermometer in its lid.',
  price: '¥199.00',
  image: 'https://img.shop.example/kettle.png',
  url: 'https://shop.example/kettle',
}

describe('a page that offers a card', () => {
  it('opens the chat with it, and nothing leaves before the visitor says so', async () => {
    const page = await shop.visit({}, { viewport: { width: 1280, height: 800 } })
    await page.route('https://img.shop.example/**', (route) => route.fulfill({ contentType: 'image/png', body: PNG }))
    await page.waitForFunction(() => typeof window.Parley === 'function')
    await page.evaluate((offered) => window.Parley('send', offered), card)
    const offer = chat(page).getByRole('group', { name: 'Send this to the chat?' })
    await offer.getByText('Kettle 1.7 l').waitFor()
    await parley.picture(page, 'card-offered')
    await offer.getByRole('button', { name: 'Discard' }).click()
    await offer.waitFor({ state: 'detached' })
    expect((await heard(page)).map(({ name }) => name)).not.toContain('message:sent')

    await page.evaluate((offered) => window.Parley.send(offered), card)
    await offer.getByRole('button', { name: 'Send' }).click()
    const sent = log(page).getByRole('link', { name: /Kettle/ })
    await sent.waitFor()
    expect(await sent.getAttribute('href')).toBe(card.url)
    await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
    await parley.picture(page, 'card-sent')

    const agent = await parley.agent()
    await agent.route('https://img.shop.example/**', (route) => route.fulfill({ contentType: 'image/png', body: PNG }))
    await agent.getByRole('option').filter({ hasText: 'Kettle' }).click()
    const shown = agent.getByRole('log').getByRole('link', { name: /Kettle/ })
    await shown.waitFor()
    expect(await shown.getAttribute('rel')).toMatch(/noopener/)
    await shown.locator('img').waitFor()
    await parley.picture(agent, 'card-agent')
  })

  it.each([
    ['a script as its address', { ...card, url: 'javascript:alert(1)' }],
    ['a title that is none', { ...card, title: '' }],
    ['fields that no card has', { ...card, onclick: 'alert(1)' }],
    ['another type', { ...card, type: 'text' }],
  ])('is refused %s', async (_, offered) => {
    const page = await shop.visit()
    await page.waitForFunction(() => typeof window.Parley === 'function')
    const code = await page.evaluate(
      (hostile) =>
        window.Parley.send(hostile as never).then(
          () => 'sent',
          (error: { code: string }) => error.code,
        ),
      offered,
    )
    expect(code).toBe('bad_options')
    expect(await chat(page).getByRole('group', { name: 'Send this to the chat?' }).count()).toBe(0)
  })

  it('fits a narrow dark screen', async () => {
    const options = { viewport: { width: 375, height: 720 }, colorScheme: 'dark' as const, locale: 'zh-CN' }
    const page = await shop.visit({ tag: 'data-channel="demo" data-locale="zh-CN"' }, options)
    await page.waitForFunction(() => typeof window.Parley === 'function')
    const { image: _image, ...plain } = card
    await page.evaluate((offered) => window.Parley.send(offered), plain)
    await chat(page).getByRole('group').getByText('Kettle').waitFor()
    await parley.picture(page, 'card-offered-375-dark')
    await chat(page).getByRole('button', { name: '发送' }).first().click()
    await log(page)
      .getByRole('link', { name: /Kettle/ })
      .waitFor()
  })
})
