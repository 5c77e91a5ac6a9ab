import type { Page } from 'playwright-core'
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

async function talking(options = {}) {
  const agent = await parley.agent('demo', options)
  const visitor = await parley.visitor()
  await parley.say(visitor, 'Where is my order?')
  await agent.getByRole('option').first().click()
  await parley.log(agent).getByText('Where is my order?').waitFor()
  return { agent, visitor }
}

/** Goes with the Tab key to what has this name, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    const reached = await page.evaluate(() => {
      const { ariaLabel, textContent } = document.activeElement ?? {}
      return ariaLabel ?? textContent ?? ''
    })
    if (name.test(reached.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Nothing named ${name.source} is reached by the Tab key`)
}

describe('a line that breaks', () => {
  it('keeps whoever opens a page that has not come where they are, and opens it when the line is back', async () => {
    const { agent } = await talking()
    await agent.getByRole('textbox', { name: 'Reply' }).fill('Half an answer')
    await agent.context().setOffline(true)
    await agent.getByRole('link', { name: 'Live desk' }).click()
    await agent.getByText('This page could not be opened').waitFor()
    await parley.picture(agent, 'page-not-opened')
    expect(await agent.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('Half an answer')
    await agent.context().setOffline(false)
    await agent.getByRole('link', { name: 'Live desk' }).click()
    await agent.waitForURL(/\/desk/)
  })

  it('shows all of a conversation that was opened meanwhile once it is back', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'Is anybody there?')
    await agent.getByRole('option').first().waitFor()
    await agent.context().setOffline(true)
    await agent.getByRole('option').first().click()
    await agent.getByRole('option', { selected: true }).waitFor()
    await agent.context().setOffline(false)
    await parley.log(agent).getByText('Is anybody there?').waitFor()
    await agent.getByText('No files yet').waitFor()
    await agent.getByText('Last seen').waitFor()
  })

  it('leaves alone what stands in a form and is not saved', async () => {
    const lead = await parley.agent('lead')
    await lead.goto(`${parley.url}/console/settings/profile`)
    const name = lead.getByRole('textbox', { name: 'Name' })
    await name.fill('Not saved yet')
    await parley.killServer()
    await lead.getByText('No connection').waitFor()
    await parley.startServer()
    await lead.getByText('No connection').waitFor({ state: 'hidden' })
    await lead.getByRole('button', { name: 'Save' }).click()
    await lead.getByText('Saved', { exact: true }).waitFor()
    await lead.reload()
    expect(await name.inputValue()).toBe('Not saved yet')
  })
})

describe('two of the staff on one conversation', () => {
  it('see one another, name one another in a note, and give it away with a note that the visitor never sees', async () => {
    const { agent, visitor } = await talking()
    const lead = await parley.agent('lead', { locale: 'zh-CN', colorScheme: 'dark' })
    // A supervisor never has chats: their inbox opens with everybody's.
    await lead.getByRole('tab', { name: /^全部/, selected: true }).waitFor()
    await lead.getByRole('option').first().click()
    await agent.getByText('Supervisor 01 is looking too').waitFor()
    await lead.getByText('Agent 01 也在看').waitFor()

    await agent.getByRole('tab', { name: 'Note' }).click()
    const note = agent.getByRole('textbox', { name: 'Note' })
    await note.pressSequentially('@Super')
    await agent.getByRole('option', { name: 'Supervisor 01', exact: true }).waitFor()
    await note.press('Enter')
    await note.pressSequentially('is this one ours?')
    await note.press('Enter')
    await parley.log(lead).getByText('is this one ours?').waitFor()
    // Another page is not looked at: there it is counted until it is opened.
    const other = await lead.context().newPage()
    await other.goto(`${parley.url}/console/settings/profile`)
    const bell = other.getByRole('button', { name: /提到你的备注/ })
    await bell.waitFor()
    await bell.click()
    await other.getByRole('menuitem', { name: /Agent 01/ }).waitFor()
    await parley.picture(other, 'mentions-dark-zh')
    await other.getByRole('menuitem', { name: /Agent 01/ }).click()
    await parley.log(other).getByText('is this one ours?').waitFor()
    await other.getByRole('button', { name: '提到你的备注，0 条未读' }).waitFor()

    await lead.getByRole('button', { name: '转接' }).click()
    await lead.getByRole('radio').first().waitFor()
    expect(await lead.getByRole('radio', { name: /Supervisor/ }).count()).toBe(0)
    await parley.picture(lead, 'transfer-dark-zh')
    await lead.getByRole('button', { name: '取消' }).click()
    const colleague = await parley.agent('demo2')
    await agent.getByRole('button', { name: 'Transfer' }).click()
    await agent.getByRole('radio', { name: /Agent 02/ }).check()
    await agent.getByLabel(/Note for them/).fill('SENTINEL: has waited since Monday')
    await parley.picture(agent, 'transfer')
    expect(await findings(agent)).toEqual([])
    await agent.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click()
    await colleague.getByRole('option').first().click()
    await parley.log(colleague).getByText('SENTINEL: has waited since Monday').waitFor()
    await parley.log(visitor).getByText('Agent 02').first().waitFor()
    expect(await visitor.content()).not.toContain('SENTINEL')
  })

  it('know what the other wrote about being away', async () => {
    const { agent } = await talking()
    const away = await parley.agent('demo2', { locale: 'zh-CN' })
    await away.getByRole('button', { name: '状态：在线' }).click()
    await away.getByRole('menuitem', { name: /离开/ }).click()
    await away.getByRole('button', { name: '状态：离开' }).click()
    await away.getByRole('menuitem', { name: /写状态说明/ }).click()
    await away.getByLabel('状态说明').fill('三点回来')
    await parley.picture(away, 'status-note-zh')
    await away.getByRole('button', { name: '保存' }).click()
    await away.getByRole('button', { name: '状态：离开 · 三点回来' }).waitFor()
    await agent.getByRole('button', { name: 'Transfer' }).click()
    await agent.getByRole('dialog').getByText('三点回来').waitFor()
    await parley.picture(agent, 'transfer-away')
  })
})

describe('an agent without a mouse', () => {
  it('signs in, takes up a conversation, answers it and ends it', async () => {
    const agent = await parley.stranger('/console/')
    await agent.getByLabel('Account').waitFor()
    await tabTo(agent, /^$|Account/)
    await agent.getByLabel('Account').focus()
    await agent.keyboard.type('demo')
    await agent.keyboard.press('Tab')
    await agent.keyboard.type('demo')
    await agent.keyboard.press('Enter')
    await agent.getByRole('tab', { name: /^Mine/ }).waitFor()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'Where is my order?')
    await agent.getByRole('option').first().waitFor()
    await agent.keyboard.press('Alt+ArrowDown')
    await parley.log(agent).getByText('Where is my order?').waitFor()
    await parley.composer(agent).waitFor()
    await agent.keyboard.type('On its way')
    await agent.keyboard.press('Enter')
    await parley.log(visitor).getByText('On its way').waitFor()
    await tabTo(agent, /^End conversation$/)
    await agent.keyboard.press('Enter')
    await parley.log(visitor).getByText('Conversation ended').waitFor()
  })
})

describe('the whole screen', () => {
  it.each([
    ['light, in English', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }, 'screen-light-en'],
    ['dark, in Chinese', { locale: 'zh-CN', colorScheme: 'dark' }, 'screen-dark-zh'],
    ['on a phone', { locale: 'zh-CN', viewport: { width: 375, height: 720 } }, 'screen-phone-zh'],
  ] as const)('is well for those who hear it or see little of it: %s', async (_, options, name) => {
    const { agent, visitor } = await talking(options)
    await parley.say(agent, 'It left https://shop.example/track yesterday')
    await parley.log(visitor).getByText('yesterday').waitFor()
    await parley.log(agent).getByText('yesterday').waitFor()
    await parley.picture(agent, name)
    expect(await findings(agent)).toEqual([])
  })
})
