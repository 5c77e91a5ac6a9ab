import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { Parley } from './parley.js'

let parley: Parley
let boss: Page

beforeAll(async () => {
  parley = await Parley.start()
  boss = await parley.agent('lead')
  await makeTag('Refund')
  for (const words of ['Where is my parcel?', 'I want my money back']) {
    const visitor = await parley.visitor()
    await parley.say(visitor, words)
  }
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const rows = (page: Page) => page.getByRole('listbox').getByRole('option')
const filterButton = (page: Page) => page.getByRole('button', { name: /^Filter and views/ })

async function makeTag(name: string): Promise<void> {
  await boss.goto(`${parley.url}/console/settings/tags`)
  await boss.getByRole('button', { name: 'Add tag' }).click()
  await boss.getByLabel('Name').fill(name)
  await boss.getByRole('button', { name: 'Save', exact: true }).click()
  await boss.getByText(name, { exact: true }).waitFor()
}

describe('the inbox', () => {
  it('is narrowed by a tag, says so in its address, and shows what fits as it happens', async () => {
    await boss.goto(`${parley.url}/console/inbox/all`)
    await rows(boss).nth(1).waitFor()
    await filterButton(boss).click()
    await parley.picture(boss, 'filter-open')
    expect(await findings(boss)).toEqual([])
    await boss.getByRole('region', { name: 'Filter and views' }).getByLabel('Tag').selectOption({ label: 'Refund' })
    await boss.getByText('Nothing fits the filter').waitFor()
    expect(new URL(boss.url()).search).not.toBe('')
    await parley.picture(boss, 'filter-empty')

    const agent = await parley.agent()
    await agent.getByRole('option').filter({ hasText: 'I want my money back' }).click()
    const tags = agent.getByRole('region', { name: 'Tags' })
    await tags.getByText('Add tag').click()
    await tags.getByRole('button', { name: 'Refund' }).click()
    await rows(boss).filter({ hasText: 'I want my money back' }).waitFor()
    expect(await rows(boss).count()).toBe(1)
    await boss.reload()
    await rows(boss).filter({ hasText: 'I want my money back' }).waitFor()
    expect(await rows(boss).count()).toBe(1)
  })

  it('is kept as a view, which is there on every device and is removed again', async () => {
    const pane = boss.getByRole('region', { name: 'Filter and views' })
    if (!(await pane.isVisible())) await filterButton(boss).click()
    await pane.getByLabel('Name of the view').fill('Money')
    await pane.getByRole('button', { name: 'Keep' }).click()
    await pane.getByRole('button', { name: 'Money', exact: true }).waitFor()
    await parley.picture(boss, 'filter-view')

    const other = await parley.agent('lead', {
      locale: 'zh-CN',
      viewport: { width: 375, height: 720 },
      colorScheme: 'dark',
    })
    await other.goto(`${parley.url}/console/inbox/all`)
    await other.getByRole('button', { name: /^筛选/ }).click()
    await other.getByRole('button', { name: 'Money', exact: true }).click()
    await rows(other).filter({ hasText: 'I want my money back' }).waitFor()
    expect(await rows(other).count()).toBe(1)
    await parley.picture(other, 'filter-view-375-dark')
    expect(await findings(other)).toEqual([])

    await pane.getByRole('button', { name: 'Clear the filter' }).click()
    await rows(boss).nth(1).waitFor()
    await boss.keyboard.press('Control+k')
    await boss.getByRole('combobox', { name: 'Conversations, pages, commands' }).fill('mone')
    await boss.getByRole('option', { name: /Money/ }).waitFor()
    await parley.picture(boss, 'palette-view')
    await boss.keyboard.press('Enter')
    await boss.waitForURL(/tag=/)
    await rows(boss).filter({ hasText: 'I want my money back' }).waitFor()
    expect(await rows(boss).count()).toBe(1)
    await pane.getByRole('button', { name: 'Remove the view Money' }).click()
    await other.getByRole('button', { name: 'Money', exact: true }).waitFor({ state: 'detached' })
  })
})
