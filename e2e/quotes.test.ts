import type { Page } from 'playwright-core'
import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

async function choose(agent: Page, words: string, action: string): Promise<void> {
  const line = parley.log(agent).locator('.line, .note').filter({ hasText: words }).first()
  await line.hover()
  await line.getByRole('button', { name: /^(Message actions|消息操作)$/ }).click()
  await agent.getByRole('menuitem', { name: action }).click()
}

describe('a quote', () => {
  it('stands above the answer on both sides, leads back to what it answers, and says nothing once that is recalled', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor({ locale: 'zh-CN' })
    await parley.say(visitor, 'Where is the parcel with the blue umbrella?')
    await agent.getByRole('option').first().click()
    await choose(agent, 'blue umbrella', 'Quote')
    await parley.picture(agent, 'quote-composer')
    await parley.composer(agent).fill('On its way')
    await parley.composer(agent).press('Enter')
    await visitor.getByTestId('quote').getByText('blue umbrella').waitFor()
    for (let line = 1; line <= 12; line += 1) await parley.say(agent, `more words, line ${line}`)
    await parley.log(visitor).getByText('line 12').waitFor()
    await parley.picture(visitor, 'quote-widget-zh')
    await choose(agent, 'line 12', 'Quote')
    await parley.composer(agent).fill('This is the number')
    await parley.composer(agent).press('Enter')
    await choose(agent, 'line 12', 'Recall message')
    await visitor.getByTestId('quote').getByText('消息已撤回').waitFor()
    await parley.picture(agent, 'quote-recalled')
    await agent.getByTitle('Go to this message').first().click()
    await agent.locator('.pointed').waitFor()
    await parley.picture(agent, 'quote-jumped')
  })

  it('of a note begins a note, and a reply lets go of it', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    await agent.getByRole('option').first().click()
    await agent.getByRole('tab', { name: 'Note' }).click()
    await agent.getByRole('textbox', { name: 'Note' }).fill('Check the address first')
    await agent.keyboard.press('Enter')
    await choose(agent, 'Check the address', 'Quote')
    await agent.getByRole('textbox', { name: 'Note' }).fill('Done')
    await parley.picture(agent, 'quote-note')
    await agent.getByRole('tab', { name: 'Reply' }).click()
    await agent.getByRole('group', { name: 'Quoting' }).waitFor({ state: 'hidden' })
    await choose(agent, 'Check the address', 'Quote')
    await agent.keyboard.press('Enter')
    await parley.log(agent).getByTitle('Go to this message').waitFor()
  })
})
