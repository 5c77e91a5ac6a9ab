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

  it('are renamed and deleted where they stand, and what fails for one is not said of the next', async () => {
    const boss = await parley.agent('lead', { locale: 'zh-CN', colorScheme: 'dark' })
    await boss.goto(`${parley.url}/console/settings/tags`)
    await boss.getByText('还没有标签').waitFor()
    for (const name of ['退款', '发票']) {
      await boss.getByRole('button', { name: '添加标签' }).click()
      await boss.getByLabel('名称').fill(name)
      await boss.getByRole('button', { name: '保存' }).click()
      await boss.getByText(name, { exact: true }).waitFor()
    }
    const rowOf = (name: string) => boss.getByRole('listitem').filter({ hasText: name })
    await rowOf('发票').getByRole('button', { name: '重命名' }).click()
    await boss.getByLabel('名称').fill('退款')
    await boss.getByRole('button', { name: '保存' }).click()
    const taken = boss.getByText('这个名称已被使用')
    await taken.first().waitFor()
    await parley.picture(boss, 'tags-taken-dark-zh')
    await boss.getByRole('button', { name: '取消' }).click()
    await rowOf('退款').getByRole('button', { name: '重命名' }).click()
    expect(await taken.count()).toBe(0)
    await boss.getByLabel('名称').fill('退货')
    await boss.getByRole('button', { name: '保存' }).click()
    await boss.getByText('退货', { exact: true }).waitFor()
    await boss.setViewportSize({ width: 375, height: 720 })
    await parley.picture(boss, 'tags-settings-dark-zh-375')
    await rowOf('退货').getByRole('button', { name: '删除' }).click()
    const question = boss.getByRole('dialog')
    await question.getByText('删除标签“退货”').waitFor()
    await parley.picture(boss, 'tags-remove-dark-zh-375')
    await question.getByRole('button', { name: '删除' }).click()
    await rowOf('退货').waitFor({ state: 'detached' })
    expect(await rowOf('发票').count()).toBe(1)
  })
})
