import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beginSession } from '../server/src/testing/channels.js'
import { connected, contactSocket } from '../server/src/testing/client-connection.js'
import { issuedToken } from './demo-token.js'
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

/** A user of the demo's shop, whose server says `orders` and `trial` of them; their page says where they live. */
async function shopUserWrites(): Promise<void> {
  const identity = await issuedToken(parley, 'demo-user-4')
  const { session } = await beginSession(parley.url, { channelKey: 'demo', identity })
  const { socket, call } = contactSocket(parley.url, session.token)
  await connected(socket)
  const content = { type: 'text' as const, text: 'Where is my order?' }
  await call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
  await call('contacts:setAttributes', { attributes: { city: '上海', since: '2024-02-29' } })
  socket.disconnect()
}

async function define(page: Page, attribute: { name: string; key: string; type: string; choices?: string }) {
  await page.getByRole('button', { name: '添加属性' }).click()
  await page.getByLabel('名称').fill(attribute.name)
  await page.getByLabel('键名').fill(attribute.key)
  await page.getByLabel('类型').selectOption({ label: attribute.type })
  if (attribute.choices !== undefined) await page.getByLabel('选项').fill(attribute.choices)
  await page.getByRole('button', { name: '保存' }).click()
}

describe('attributes of contacts', () => {
  it('are defined in the settings, shown by their types beside the conversation, and edited there', async () => {
    await shopUserWrites()
    const agent = await parley.agent('demo')
    await agent.getByRole('option').first().click()
    const panel = agent.getByRole('region', { name: 'Contact', exact: true })
    await panel.getByText('trial').waitFor()

    const lead = await parley.agent('lead', { locale: 'zh-CN' })
    await lead.goto(`${parley.url}/console/settings/attributes`)
    await lead.getByText('还没有客户属性').waitFor()
    await parley.picture(lead, 'attributes-empty-zh')
    await define(lead, { name: '套餐', key: 'plan.a', type: '单选' })
    await lead.getByText('以字母、汉字或数字开头', { exact: false }).first().waitFor()
    await parley.picture(lead, 'attributes-wrong-zh')
    await lead.getByLabel('键名').fill('plan')
    await lead.getByLabel('选项').fill('黄金\n白银\n')
    await lead.getByRole('button', { name: '保存' }).click()
    await lead.getByText('黄金 / 白银').waitFor()
    await define(lead, { name: '订单数', key: 'orders', type: '数字' })
    await lead.getByText('订单数').waitFor()
    await define(lead, { name: '试用中', key: 'trial', type: '是或否' })
    await lead.getByText('试用中').waitFor()
    await define(lead, { name: '注册日期', key: 'since', type: '日期' })
    await lead.getByText('注册日期').waitFor()
    await define(lead, { name: '又一个', key: 'plan', type: '文本' })
    await lead.getByText('这个键名已被使用。').first().waitFor()
    await lead.getByRole('button', { name: '取消' }).click()
    expect(await findings(lead)).toEqual([])
    await parley.picture(lead, 'attributes-list-zh')
    await lead.setViewportSize({ width: 375, height: 720 })
    await parley.picture(lead, 'attributes-list-zh-375')
    expect(await lead.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    await lead.setViewportSize({ width: 1280, height: 800 })

    await panel.getByText('注册日期').waitFor()
    await panel.getByText('Feb 29, 2024').waitFor()
    await panel.getByText('上海').waitFor()
    const sourceOf = (value: string) =>
      panel.getByRole('definition').filter({ hasText: value }).locator('small').innerText()
    expect(await sourceOf('上海')).toBe('by the page')
    expect(await panel.getByRole('definition').filter({ hasText: 'from the site’s server' }).count()).toBe(2)
    await panel.getByRole('button', { name: 'Edit' }).click()
    await panel.getByLabel('订单数').fill('many')
    await panel.getByText('A number, such as 12 or 7.5.').waitFor()
    await parley.picture(agent, 'attributes-form-wrong')
    await panel.getByLabel('订单数').fill('1234.5')
    await panel.getByLabel('套餐').selectOption('黄金')
    await panel.getByLabel('试用中').selectOption({ label: 'No' })
    await panel.getByLabel('注册日期').fill('2025-01-02')
    await parley.picture(agent, 'attributes-form')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.getByText('1,234.5').waitFor()
    await panel.getByText('Jan 2, 2025').waitFor()
    for (const value of ['1,234.5', '黄金', 'Jan 2, 2025']) expect(await sourceOf(value)).toBe('by staff')
    expect(await sourceOf('上海')).toBe('by the page')
    await parley.picture(agent, 'attributes-panel')

    await lead.goto(`${parley.url}/console/inbox/all`)
    await lead.emulateMedia({ colorScheme: 'dark' })
    await lead.getByRole('option').first().click()
    const other = lead.getByRole('region', { name: '客户资料' })
    await other.getByText('2025年1月2日').waitFor()
    await parley.picture(lead, 'attributes-panel-dark-zh')
    await panel.getByRole('button', { name: 'Edit' }).click()
    await panel.getByLabel('套餐').selectOption('')
    await panel.getByRole('button', { name: 'Save' }).click()
    await other.getByText('黄金').waitFor({ state: 'detached' })
  })
})
