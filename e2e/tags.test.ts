import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

describe('tags', () => {
  it('are made in the settings, put on a conversation, and seen there by a colleague at once', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    const boss = await parley.agent('lead', { locale: 'zh-CN' })
    await boss.getByRole('link', { name: '设置' }).click()
    await boss.getByRole('link', { name: '标签' }).click()
    for (const name of ['退款', 'Invoice']) {
      await boss.getByRole('button', { name: '添加标签' }).click()
      await boss.getByLabel('名称').fill(name)
      await boss.getByRole('button', { name: '保存' }).click()
      await boss.getByText(name, { exact: true }).waitFor()
    }
    await parley.picture(boss, 'tags-settings-zh')
    await agent.getByRole('option').first().click()
    const tags = agent.getByRole('region', { name: 'Tags' })
    await tags.getByText('Add tag').click()
    await parley.picture(agent, 'tags-menu')
    await tags.getByRole('button', { name: '退款' }).click()
    await tags.getByRole('button', { name: 'Remove 退款' }).waitFor()
    await boss.getByRole('link', { name: '会话' }).click()
    await boss.getByRole('tab', { name: /全部/ }).click()
    await boss.getByRole('option').first().click()
    await boss.getByRole('button', { name: '去掉“退款”' }).click()
    await tags.getByText('退款').waitFor({ state: 'hidden' })
    await parley.picture(boss, 'tags-panel-zh')
  })
})
