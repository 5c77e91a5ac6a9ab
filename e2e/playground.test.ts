import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { box, chat, launcher, log, write } from './host-page.js'
import { Parley } from './parley.js'
import { until } from './until.js'

let parley: Parley

beforeAll(async () => {
  parley = await Parley.start()
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const shop = async (options: Parameters<Parley['page']>[0] = {}): Promise<Page> => {
  const page = await parley.page({ locale: 'en-US', viewport: { width: 1440, height: 900 }, ...options })
  // The address of the chat's own site leads to the shop's.
  await page.goto(`${parley.url}/playground`)
  await page.getByRole('heading', { name: /^(Made for the long way|为绕远路)/ }).waitFor()
  await launcher(page).waitFor()
  return page
}

const signInAs = (page: Page, name: string) => page.getByLabel('Signed in as').selectOption({ label: name })

const result = (page: Page, call: string) => page.locator(`[data-call="${call}"] output`)

const press = (page: Page, call: string) => page.getByRole('button', { name: call, exact: true }).click()

describe('the playground', () => {
  it('is another site than the chat, in both languages, on wide screens and phones', async () => {
    const page = await shop()
    expect(new URL(page.url()).hostname).toBe('localhost')
    await launcher(page).click()
    await box(page).waitFor()
    expect(page.frames().map((frame) => new URL(frame.url()).hostname)).toContain('127.0.0.1')
    await parley.picture(page, 'playground-en')
    await page.getByRole('button', { name: '中文' }).click()
    await chat(page).getByRole('textbox', { name: '输入消息' }).waitFor()
    await page.getByRole('heading', { name: '为绕远路的人而做' }).waitFor()
    const phone = await shop({ viewport: { width: 375, height: 740 }, locale: 'zh-CN', colorScheme: 'dark' })
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
    await parley.picture(phone, 'playground-phone-zh-dark')
    expect(await findings(phone)).toEqual([])
  })

  it('switches between nine users, whose messages and badge are their own', async () => {
    const page = await shop()
    const agent = await parley.agent()
    expect(await page.getByLabel('Signed in as').locator('option').count()).toBe(10)
    await signInAs(page, 'User 02 · silver')
    await page.getByRole('button', { name: 'Ask about it: Two-person tent' }).click()
    await write(page, 'Does the tent stand rain?')
    await log(page).getByText('Does the tent stand rain?').waitFor()
    await agent.getByRole('option').filter({ hasText: 'Does the tent stand rain?' }).click()
    await page.keyboard.press('Escape')
    await launcher(page).waitFor()
    await parley.say(agent, 'It does')
    await page.getByRole('img', { name: '1 unread messages' }).waitFor()
    await parley.picture(page, 'playground-badge')
    await signInAs(page, 'User 03 · gold')
    await page.getByRole('img', { name: 'No unread messages' }).waitFor()
    await launcher(page).click()
    await box(page).waitFor()
    await log(page).getByText('Does the tent stand rain?').waitFor({ state: 'detached' })
    await page.reload()
    await signInAs(page, 'User 02 · silver')
    await launcher(page).click()
    await log(page).getByText('It does').waitFor()
  })

  it('makes every call of the SDK by a button, and shows what the chat says', async () => {
    const page = await shop()
    await page.waitForFunction(() => Object.keys(window.Parley).length > 0)
    const calls = await page.evaluate(() => Object.keys(window.Parley).filter((name) => !/^isParley$/.test(name)))
    const buttons = await page.locator('[data-call]').evaluateAll((rows) => rows.map((row) => row.dataset['call']))
    expect(buttons.sort()).toEqual(calls.sort())
    await press(page, 'on')
    await press(page, 'open')
    const events = page.getByRole('region', { name: 'What the chat tells the site' })
    await events.getByText('listener: unread').waitFor()
    await events.getByText('ready', { exact: true }).waitFor()
    await signInAs(page, 'User 05 · silver')
    await page.getByRole('img', { name: 'No unread messages' }).waitFor()
    await until(
      page,
      'the chat knows who is signed in',
      async () => (await window.Parley.get('contact'))?.name === 'User 05',
    )
    await press(page, 'get')
    await result(page, 'get').getByText('"User 05"').waitFor()
    await page.getByLabel('Arguments of setLocale').fill('nonsense')
    await press(page, 'setLocale')
    await result(page, 'setLocale').getByText('Not JSON').waitFor()
    await press(page, 'destroy')
    await result(page, 'destroy').getByText('done').waitFor()
    await press(page, 'show')
    await result(page, 'show').getByText('waits for boot').waitFor()
    await press(page, 'boot')
    await result(page, 'show').getByText('done').waitFor()
    await parley.picture(page, 'playground-calls')
  })

  it('keeps the chat open while its own pages turn', async () => {
    const page = await shop()
    await launcher(page).click()
    await box(page).fill('half a')
    await page.getByRole('button', { name: 'My orders' }).click()
    await page.getByRole('heading', { name: 'My orders' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: /^Made for the long way/ }).waitFor()
    expect(await box(page).inputValue()).toBe('half a')
  })
})

describe('without the demo', () => {
  it('there is no playground', async () => {
    const bare = await Parley.start({ DEMO: 'off' })
    const page = await bare.page({})
    for (const path of ['/playground', '/playground/index.js', '/api/v1/demo/users']) {
      expect((await page.goto(bare.url + path))?.status()).toBe(404)
    }
    await bare.stop()
  })
})
