import type { BrowserContextOptions, Page } from 'playwright-core'
import { findings } from './findings.js'
import { Parley } from './parley.js'

/** Every page of the settings as a crowded tenant has it: 200 people, names of 40 characters. */
let parley: Parley

const PAGES = [
  ['profile', 'Profile', '个人资料'],
  ['security', 'Sign-in security', '登录安全'],
  ['sessions', 'My sessions', '我的登录'],
  ['people', 'People', '员工'],
  ['people/new', 'Add a person', '添加员工'],
  ['people/import', 'Import people', '导入员工'],
  ['roles', 'Roles', '角色'],
  ['roles/supervisor', 'Supervisor', '主管'],
  ['organisation', 'Departments and teams', '部门与小组'],
  ['queues', 'Queues', '队列'],
  ['queues/new', 'Add a queue', '添加队列'],
  ['channels', 'Channels', '渠道'],
  ['channels/new', 'Add a channel', '添加渠道'],
  ['tags', 'Tags', '标签'],
  ['attributes', 'Attributes of contacts', '客户属性'],
  ['audit', 'Audit log', '审计日志'],
] as const

const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true }
const LONG_NAME = 'Longest Name That Forty Characters Allow'

const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

async function show(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(`${parley.url}/console/settings/${path}`)
  await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .lines, .skeleton') === null)
}
const nameOf = (kind: string, path: string) => `settings-${kind}-${path.replace('/', '-')}`

/** Words of the interface are Chinese; names, codes and addresses are data. */
const foreignWords = async (page: Page): Promise<string[]> => {
  const words = await page.evaluate(() => (document.querySelector('.content') as HTMLElement).innerText)
  const data =
    /Parley|English|CSV|JPEG|WebP|Agent \d+|Supervisor \d+|Support|Longest Name[\w ]*|Person \d+|Chrome|Linux|Windows|https?:\S*|login|name|roles|capacity|email|mobile|language|department|superior|queues|teams|demo\d*|person\d+|lead|longest/g
  return words.replaceAll(data, '').match(/[A-Za-z]{4,}/g) ?? []
}

beforeAll(async () => {
  parley = await Parley.start()
  const people = Array.from({ length: 200 }, (_, index) => `person${index},Person ${index},agent,5,Support`)
  const page = await parley.agent()
  await show(page, 'people/import', 'Import people')
  const rows = [
    'login,name,roles,capacity,queues',
    `longest,${LONG_NAME},agent;handler,5,Support`,
    ...people,
    'bad name,,agent,5,',
  ]
  await page.getByLabel('Or paste it here').fill(rows.join('\n'))
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('heading', { name: 'What would happen' }).waitFor()
  await page.getByText('Refused 1').waitFor()
  await page.getByText('New 201').waitFor()
  await parley.picture(page, 'settings-import-checked')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('heading', { name: 'What has happened' }).waitFor({ timeout: 150_000 })
  expect((await page.getByLabel('Invitation links').inputValue()).split('\n')).toHaveLength(201)
  await page.context().close()
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

describe('every page of the settings', () => {
  it.each(['light', 'dark'] as const)(
    'has no findings for assistive technology and fits 1280 px, in %s',
    async (colorScheme) => {
      const page = await parley.agent('demo', { colorScheme })
      const found: string[] = []
      for (const [path, heading] of PAGES) {
        await show(page, path, heading)
        found.push(...(await findings(page)).map((finding) => `${path}: ${finding}`))
        if (await isWiderThanScreen(page)) found.push(`${path} is wider than the screen`)
        await parley.picture(page, nameOf(colorScheme, path))
      }
      expect(found).toEqual([])
    },
  )

  it('speaks Chinese alone and fits a phone', async () => {
    const page = await parley.agent('demo', { ...PHONE, locale: 'zh-CN', colorScheme: 'dark' })
    const found: string[] = []
    for (const [path, , heading] of PAGES) {
      await show(page, path, heading)
      if (await isWiderThanScreen(page)) found.push(`${path} is wider than the screen`)
      found.push(...(await foreignWords(page)).map((word) => `${path}: ${word}`))
      await parley.picture(page, nameOf('phone-zh', path))
    }
    expect(found).toEqual([])
  })

  it('reads on as the list is scrolled, finds by name, and keeps the columns that were chosen', async () => {
    const page = await parley.agent()
    await show(page, 'people', 'People')
    const person99 = page.getByRole('link', { name: 'Person 99', exact: true })
    await page.waitForFunction(() => {
      const region = document.querySelector('[role="region"]') as HTMLElement
      region.scrollTo(0, region.scrollHeight)
      return region.innerText.includes('Person 99\n') || region.innerText.includes('Person 99\t')
    })
    await person99.waitFor()
    await page.getByRole('searchbox', { name: 'Search name or account' }).fill('Longest')
    await person99.waitFor({ state: 'detached' })
    expect(await page.getByRole('row').filter({ hasText: LONG_NAME }).count()).toBe(1)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Mobile' }).check()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByRole('columnheader', { name: 'Mobile' }).waitFor()
    await page.getByRole('searchbox', { name: 'Search name or account' }).fill('nobody has this')
    await page.getByText('Nobody fits').waitFor()
    await parley.picture(page, 'settings-people-none')
  })

  it('says in place that a list did not load, and loads it again', async () => {
    const page = await parley.agent()
    await page.goto(`${parley.url}/console/settings/people/${'f'.repeat(24)}`)
    await page.getByRole('alert').getByText('It does not exist').waitFor()
    await parley.picture(page, 'settings-not-found')
  })

  it('lets departments be made and moved with the keyboard alone', async () => {
    const page = await parley.agent()
    await show(page, 'organisation', 'Departments and teams')
    const press = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).focus()
      await page.keyboard.press('Enter')
    }
    await press('Add a department')
    await page.getByLabel('Name of the department').focus()
    await page.keyboard.type('Service')
    await page.keyboard.press('Enter')
    await page.getByRole('treeitem', { name: /^Service|▾ *Service/ }).waitFor()
    await press('Add one under Service')
    await page.getByLabel('Name of the department').focus()
    await page.keyboard.type('Repairs')
    await page.keyboard.press('Enter')
    const repairs = page.getByRole('treeitem').filter({ hasText: 'Repairs' })
    await repairs.waitFor()
    expect(await repairs.getAttribute('aria-level')).toBe('2')
    await page.getByRole('tree').locator('[tabindex="0"]').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowLeft')
    await repairs.waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowRight')
    await repairs.waitFor()
    await parley.picture(page, 'settings-organisation-tree')
    expect(await findings(page)).toEqual([])
  })
})
