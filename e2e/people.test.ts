import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { Parley } from './parley.js'

/** A phone in the hand: 375 px wide. */
const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true }

let parley: Parley

beforeAll(async () => {
  parley = await Parley.start()
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

describe('pinyin', () => {
  it.each([
    ['visitor', () => parley.visitor()],
    [
      'agent',
      async () => {
        const agent = await parley.agent()
        const visitor = await parley.visitor()
        await parley.say(visitor, 'hello')
        await agent.getByRole('option').first().click()
        return agent
      },
    ],
  ])('of a %s: Enter chooses a word and sends nothing while it is composed', async (_who, open) => {
    const page = await open()
    const box = parley.composer(page)
    await box.click()
    const keyboard = await page.context().newCDPSession(page)
    await keyboard.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 })
    // What a browser reports for Enter while an input method composes.
    const enter = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
    await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
    await page.waitForTimeout(300)
    expect(await parley.log(page).innerText()).not.toContain('ni hao')
    await keyboard.send('Input.insertText', { text: '你好' })
    expect(await box.inputValue()).toBe('你好')
    // A person's next key comes later than the end of the composition.
    await page.waitForTimeout(100)
    await box.press('Enter')
    await parley.log(page).getByText('你好', { exact: true }).first().waitFor()
    expect(await box.inputValue()).toBe('')
  })
})

describe('on a phone', () => {
  it('a visitor writes and reads without scrolling sideways', async () => {
    const page = await parley.visitor({ ...PHONE, locale: 'zh-CN' })
    await parley.say(page, `很长的一个词：${'a'.repeat(200)}`)
    await parley.log(page).getByText('很长的一个词').waitFor()
    expect(await isWiderThanScreen(page)).toBe(false)
    const box = await page.getByRole('button', { name: '发送' }).boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
    await parley.picture(page, 'visitor-phone-zh')
  })

  it('an agent goes from list to thread and back', async () => {
    const visitor = await parley.visitor()
    await parley.say(visitor, 'to a phone')
    const page = await parley.agent('demo2', { ...PHONE, locale: 'zh-CN' })
    await page.getByRole('tab', { name: /^全部/ }).click()
    await page.getByRole('option').filter({ hasText: 'to a phone' }).click()
    await parley.log(page).getByText('to a phone').waitFor()
    expect(await isWiderThanScreen(page)).toBe(false)
    await parley.picture(page, 'console-phone-thread-zh')
    await page.getByRole('button', { name: /返回/ }).click()
    await page.getByRole('option').filter({ hasText: 'to a phone' }).waitFor()
    await parley.picture(page, 'console-phone-list-zh')
  })
})

describe('in Chinese', () => {
  it('both pages speak Chinese alone', async () => {
    // Alone in the house, so that the conversation is this agent's.
    const quiet = await Parley.start()
    const visitor = await quiet.visitor({ locale: 'zh-CN' })
    await quiet.say(visitor, '请问几点关门？')
    const agent = await quiet.agent('demo', { locale: 'zh-CN', colorScheme: 'dark' })
    await agent.getByRole('option').filter({ hasText: '几点关门' }).click()
    await quiet.say(agent, '您好，请问有什么可以帮您？')
    await quiet.log(visitor).getByText('您好，请问有什么可以帮您？').waitFor()
    for (const page of [visitor, agent]) {
      const words = await page.evaluate(() => document.body.innerText)
      // Names of the demo, of browsers and of systems are data; everything else on the screen is the interface's.
      const foreign = words.replaceAll(/Parley|Agent \d+|Support|Chrome|Linux/g, '').match(/[A-Za-z]{3,}/g) ?? []
      expect(foreign.filter((word) => !/^(Enter|Shift|Ctrl|Alt|hello|phone|ni|hao|to|aaa+)$/i.test(word))).toEqual([])
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
    }
    await quiet.picture(agent, 'console-zh-dark')
    await quiet.picture(visitor, 'visitor-zh')
    await quiet.stop()
    expect(quiet.complaints).toEqual([])
  })
})

describe('with the keyboard alone', () => {
  it('an agent signs in, takes a conversation, answers and ends it', async () => {
    const visitor = await parley.visitor()
    const agent = await parley.agent('demo2')
    await parley.say(visitor, 'by keyboard')
    await agent.getByRole('option').filter({ hasText: 'by keyboard' }).waitFor()
    await agent
      .getByRole('listbox')
      .focus()
      .catch(() => undefined)
    await agent.keyboard.press('Alt+ArrowDown')
    await parley.composer(agent).focus()
    await agent.keyboard.type('answered by keyboard')
    await agent.keyboard.press('Enter')
    await parley.log(visitor).getByText('answered by keyboard').waitFor()
  })
})

describe('for assistive technology', () => {
  it.each(['light', 'dark'] as const)('the pages have no findings, in %s', async (colorScheme) => {
    const visitor = await parley.visitor({ colorScheme })
    expect(await findings(visitor)).toEqual([])
    await parley.say(visitor, `hello in ${colorScheme}`)
    await parley.log(visitor).getByText('hello in').waitFor()
    const agent = await parley.agent('demo', { colorScheme })
    expect(await findings(agent)).toEqual([])
    await agent.getByRole('tab', { name: /^All/ }).click()
    await agent
      .getByRole('option')
      .filter({ hasText: `hello in ${colorScheme}` })
      .click()
    await parley.log(agent).getByText('hello in').waitFor()
    expect(await findings(agent)).toEqual([])
    expect(await findings(visitor)).toEqual([])
    await parley.picture(visitor, `visitor-${colorScheme}`)
    await parley.picture(agent, `console-${colorScheme}`)
  })
})
