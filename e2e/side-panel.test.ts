import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

describe('the side panel', () => {
  it('edits who the contact is, and keeps notes on them for colleagues at once', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    await agent.getByRole('option').first().click()
    const lead = await parley.agent('lead', { locale: 'zh-CN', colorScheme: 'dark' })
    await lead.getByRole('tab', { name: /全部/ }).click()
    await lead.getByRole('option').first().click()
    const panel = agent.getByRole('region', { name: 'Contact', exact: true })
    await panel.getByRole('button', { name: 'Edit' }).click()
    await panel.getByLabel('Name').fill('Lin Wei')
    await panel.getByLabel('E-mail').fill('not an address')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.getByText('This does not fit here.').waitFor()
    await parley.picture(agent, 'contact-form')
    await panel.getByLabel('E-mail').fill('lin@example.com')
    await panel.getByRole('button', { name: 'Save' }).click()
    await lead.getByText('lin@example.com').waitFor()
    await lead.getByRole('heading', { name: 'Lin Wei' }).waitFor()
    await lead.getByLabel('写点备注，只有员工可见').fill('喜欢下午五点后联系')
    await lead.getByRole('button', { name: '添加备注' }).click()
    await agent.getByText('喜欢下午五点后联系').waitFor()
    await parley.picture(lead, 'side-panel-dark-zh')
    await parley.picture(agent, 'side-panel')
  })

  it('lists what else they talked about, and blocks them until somebody lets them write again', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'the first matter')
    await agent.getByRole('option').first().click()
    await parley.say(agent, 'done')
    await parley.log(visitor).getByText('done').waitFor()
    await agent.getByRole('button', { name: 'End conversation' }).click()
    await parley.log(agent).getByText('You ended the conversation').waitFor()
    await parley.say(visitor, 'the second matter')
    await agent.getByRole('tab', { name: 'Mine' }).click()
    await agent.getByRole('option').filter({ hasText: 'second' }).click()
    await agent.getByRole('region', { name: 'Other conversations' }).getByText('done').waitFor()
    await agent.getByRole('button', { name: 'Block' }).click()
    await agent.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
    await agent.getByText('Blocked: they can read').waitFor()
    await parley.picture(agent, 'side-panel-blocked')
    // Within two seconds they write no more: a message that was faster got through.
    for (let tries = 0; tries < 20 && (await visitor.getByText('Not sent').count()) === 0; tries += 1) {
      await parley.say(visitor, `are you there? ${tries}`)
      await visitor.waitForTimeout(500)
    }
    await visitor.getByText('Not sent').first().waitFor()
    await parley.picture(visitor, 'blocked-visitor')
    await agent.getByRole('button', { name: 'Unblock' }).click()
    await agent.getByRole('button', { name: 'Block', exact: true }).waitFor()
  })

  it('leads to a day of the thread', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    await agent.getByRole('option').first().click()
    const day = agent.getByLabel('Go to a day')
    await day.fill((await day.getAttribute('max')) ?? '')
    await agent.locator('.pointed').waitFor()
  })
})
