import type { Page } from 'playwright-core'
import { findings } from './findings.js'
import { Parley } from './parley.js'

const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true }

let parley: Parley

// A language that is chosen goes with the account, so each test begins with an account of which nothing is known.
beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

describe('the settings', () => {
  it('are found from the rail, and their pages by name or by the words on them, in either language', async () => {
    const page = await parley.agent()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    const search = page.getByRole('searchbox', { name: 'Search settings' })
    const list = page.getByRole('navigation', { name: 'Pages of the settings' })
    for (const words of ['prof', 'theme', '语言']) {
      await search.fill(words)
      await list.getByRole('link', { name: /^Profile/ }).waitFor()
    }
    await search.fill('zebra')
    await list.getByText('Nothing fits “zebra”').waitFor()
    await parley.picture(page, 'settings-search')
  })

  it('change language and appearance at once, and remember both', async () => {
    const page = await parley.agent()
    await page.goto(`${parley.url}/console/settings/profile`)
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: '简体中文' })
    await page.getByRole('heading', { name: '个人资料' }).waitFor()
    await page.getByRole('combobox', { name: '主题' }).selectOption({ label: '深色' })
    await page.reload()
    await page.getByRole('heading', { name: '个人资料' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
    // The browser's own boxes, dates and scroll bars as well.
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
    await parley.picture(page, 'settings-profile-zh-dark')
  })

  it('work with the keyboard alone', async () => {
    const page = await parley.agent()
    await page.goto(`${parley.url}/console/settings/profile`)
    await page.getByRole('searchbox').focus()
    await page.keyboard.type('profile')
    await page.getByRole('link', { name: /^Profile/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Profile')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
  })

  it('begin with the list on a phone, and lead back to it', async () => {
    const page = await parley.agent('demo2', { ...PHONE, locale: 'zh-CN' })
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('link', { name: '个人资料' }).click()
    await page.getByRole('heading', { name: '个人资料' }).waitFor()
    expect(await isWiderThanScreen(page)).toBe(false)
    await parley.picture(page, 'settings-profile-phone-zh')
    await page.getByRole('link', { name: '全部设置' }).click()
    await page.getByRole('searchbox').waitFor()
    await parley.picture(page, 'settings-list-phone-zh')
  })

  it.each(['light', 'dark'] as const)('have no findings for assistive technology, in %s', async (colorScheme) => {
    const page = await parley.agent('demo', { colorScheme })
    await page.goto(`${parley.url}/console/settings/profile`)
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    expect(await findings(page)).toEqual([])
    await parley.picture(page, `settings-profile-${colorScheme}`)
  })
})
