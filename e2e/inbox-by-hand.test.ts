import type { Page } from 'playwright-core'
import { signIn } from '../server/src/testing/client-connection.js'
import { eventually } from '../server/src/testing/eventually.js'
import { SimulatedAgent } from '../server/src/testing/simulated-people.js'
import { crowd } from './crowd.js'
import { findings } from './findings.js'
import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const rows = (page: Page) => page.getByRole('option')
const openAll = (page: Page) => page.getByRole('tab', { name: /^(All|全部)/ }).click()

describe('the keyboard in the console', () => {
  it('finds places, commands and conversations, and walks from one to the next', async () => {
    await crowd(parley.url, 3)
    const boss = await parley.agent('lead')
    await openAll(boss)
    await rows(boss).nth(2).waitFor()
    await boss.keyboard.press('Alt+ArrowDown')
    await boss.keyboard.press('Alt+ArrowDown')
    await boss.getByRole('option', { selected: true }).waitFor()
    expect(await rows(boss).nth(1).getAttribute('aria-selected')).toBe('true')

    await boss.keyboard.press('Control+k')
    const box = boss.getByRole('combobox')
    await box.waitFor()
    await boss.getByRole('option', { name: 'Settings: Tags' }).waitFor()
    await parley.picture(boss, 'palette')
    expect(await findings(boss)).toEqual([])
    await boss.keyboard.type('anybody')
    await boss
      .getByRole('dialog')
      .getByRole('option', { name: /^Visitor.*anybody/ })
      .first()
      .waitFor()
    await parley.picture(boss, 'palette-found')
    await box.fill('live d')
    await box.press('Enter')
    await boss.waitForURL(/\/desk$/)

    await boss.keyboard.press('g')
    await boss.keyboard.press('e')
    await boss.waitForURL(/\/inbox\/ended/)
    await boss.keyboard.press('/')
    expect(await boss.getByRole('searchbox').evaluate((field) => field === document.activeElement)).toBe(true)
    await boss.keyboard.press('?')
    expect(await boss.getByRole('searchbox').inputValue()).toBe('?')
    await boss.keyboard.press('Escape')
    await boss.getByRole('tab', { name: /^Ended/ }).focus()
    await boss.keyboard.press('?')
    const sheet = boss.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Next conversation').waitFor()
    await parley.picture(boss, 'shortcuts')
    expect(await findings(boss)).toEqual([])
    await sheet.getByRole('checkbox').uncheck()
    await boss.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    await boss.getByRole('tab', { name: /^Ended/ }).focus()
    await boss.keyboard.press('g')
    await boss.keyboard.press('m')
    await boss.keyboard.press('Control+k')
    await boss.getByRole('combobox').waitFor()
    expect(new URL(boss.url()).pathname).toContain('/ended')
  })

  it('has a palette that reads well in Chinese, in the dark and on a phone', async () => {
    const agent = await parley.agent('demo', {
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 375, height: 700 },
    })
    await agent.getByRole('button', { name: '查找一切' }).click()
    await agent.getByRole('combobox').fill('键盘')
    await agent.getByRole('option', { name: /键盘快捷键/ }).waitFor()
    await parley.picture(agent, 'palette-zh-dark')
    expect(await findings(agent)).toEqual([])
    await agent.getByRole('combobox').press('Enter')
    await agent.getByRole('dialog', { name: '键盘快捷键' }).waitFor()
    await parley.picture(agent, 'shortcuts-zh-dark')
  })
})

describe('many conversations at once', () => {
  it('are picked by keys, tagged and ended, and what fails is reported and tried again', async () => {
    await crowd(parley.url, 8)
    const lead = await SimulatedAgent.connect(parley.url, await signIn(parley.url, 'lead', 'lead'), 'lead')
    await lead.call('tags:createTag', { name: 'VIP' })
    lead.socket.disconnect()
    const boss = await parley.agent('lead')
    await boss.keyboard.press('g')
    await boss.keyboard.press('a')
    await rows(boss).nth(7).waitFor()
    await boss.keyboard.press('x')
    const bulk = boss.getByRole('region', { name: 'Selected conversations' })
    await bulk.waitFor()
    await boss.getByRole('listbox', { name: 'Conversations' }).focus()
    await boss.keyboard.press('Space')
    await boss.keyboard.press('ArrowDown')
    await boss.keyboard.press('ArrowDown')
    await boss.keyboard.press('Shift+Enter')
    await bulk.getByText('3 selected').waitFor()
    await parley.picture(boss, 'bulk-picked')
    expect(await findings(boss)).toEqual([])

    await bulk.getByRole('button', { name: 'Assign' }).click()
    const dialog = boss.getByRole('dialog', { name: 'Assign 3 conversations' })
    await dialog.getByRole('button', { name: /Agent 01/ }).click()
    await boss.getByText('Done: 3').waitFor()
    await bulk.getByText('Add tag').click()
    await bulk.getByRole('button', { name: 'VIP' }).click()
    await eventually('the rows say so', async () => (await rows(boss).filter({ hasText: 'VIP' }).count()) === 3)
    await parley.picture(boss, 'bulk-tagged')

    await bulk.getByRole('button', { name: 'All that are loaded' }).click()
    await bulk.getByText('8 selected').waitFor()
    await parley.killServer()
    await bulk.getByRole('button', { name: 'End', exact: true }).click()
    await boss.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
    const report = boss.getByRole('dialog', { name: 'Not done: 8' })
    await report.waitFor()
    await parley.picture(boss, 'bulk-report')
    expect(await findings(boss)).toEqual([])
    await parley.startServer()
    await boss.getByText('No connection').waitFor({ state: 'hidden' })
    await report.getByRole('button', { name: 'Try these again' }).click()
    await boss.getByText('Done: 8').waitFor()
    await boss.getByText('No open conversations').waitFor()
  })

  it('come page by page as one reads on, without a row twice, and stay where they are read', async () => {
    await crowd(parley.url, 130)
    const boss = await parley.agent('lead', { locale: 'zh-CN', colorScheme: 'dark' })
    await openAll(boss)
    const list = boss.getByRole('listbox', { name: '会话列表' })
    await rows(boss).first().waitFor()
    expect(await rows(boss).count()).toBeLessThan(40)
    await list.focus()
    const names = new Set<string>()
    for (let read = 0; read < 130; read += 1) {
      const row = list.locator('.is-active')
      names.add((await row.getAttribute('id')) ?? '')
      await boss.keyboard.press('ArrowDown')
      await boss.waitForFunction(
        (place) => document.querySelector('[role=option].is-active')?.getAttribute('aria-posinset') === String(place),
        Math.min(read + 2, 130),
      )
    }
    expect(names.size).toBe(130)
    await parley.picture(boss, 'inbox-crowded-zh-dark')
    const before = await list.locator('.is-active').boundingBox()
    await crowd(parley.url, 2)
    await list.locator('.is-active[aria-posinset="132"]').waitFor()
    const after = await list.locator('.is-active').boundingBox()
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2)
  })
})

describe('the list beside the thread', () => {
  it('is as wide as it was left, by hand and by keys within limits, in every tab of the browser', async () => {
    await crowd(parley.url, 2)
    const boss = await parley.agent('lead')
    await openAll(boss)
    await rows(boss).first().waitFor()
    const edge = (page: Page) => page.getByRole('separator', { name: 'Width of the list' })
    const widthOf = async (page: Page) => Math.round((await page.locator('.panes > .list').boundingBox())?.width ?? 0)
    const usual = await widthOf(boss)
    const { x = 0, y = 0 } = (await edge(boss).boundingBox()) ?? {}
    await boss.mouse.move(x, y + 300)
    await boss.mouse.down()
    await boss.mouse.move(x + 60, y + 340, { steps: 6 })
    await boss.mouse.up()
    expect(await widthOf(boss)).toBe(usual + 60)
    // Let go, it follows the pointer no more.
    await boss.mouse.move(x + 10, y + 300)
    expect(await widthOf(boss)).toBe(usual + 60)
    await edge(boss).press('ArrowLeft')
    expect(await widthOf(boss)).toBe(usual + 44)
    await boss.reload()
    await rows(boss).first().waitFor()
    expect(await widthOf(boss)).toBe(usual + 44)
    const other = await boss.context().newPage()
    await other.goto(boss.url())
    await rows(other).first().waitFor()
    expect(await widthOf(other)).toBe(usual + 44)

    for (const key of ['ArrowLeft', 'ArrowRight']) {
      for (let steps = 0; steps < 15; steps += 1) await edge(other).press(key)
      expect(await widthOf(other)).toBe(key === 'ArrowLeft' ? 280 : 440)
      await parley.picture(other, `list-${key === 'ArrowLeft' ? 'narrow' : 'wide'}`)
    }
    expect(await edge(other).getAttribute('aria-valuenow')).toBe('440')
    await other.setViewportSize({ width: 375, height: 720 })
    await edge(other).waitFor({ state: 'hidden' })
    expect(await widthOf(other)).toBeLessThanOrEqual(375)
  })
})
