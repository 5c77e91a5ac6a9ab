import { eventually } from '../server/src/testing/eventually.js'
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

describe('the search of the inbox', () => {
  it('finds a message by its words and shows it in its thread, by keys alone', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, '我的订单 A-1042 还没有到货')
    for (let index = 0; index < 70; index += 1) await parley.say(visitor, `line ${index} of a long story`)
    await parley.log(visitor).getByText('line 69 of').waitFor()
    const box = agent.getByRole('searchbox')
    await box.fill('订单到货')
    await agent.getByRole('listbox', { name: 'Search results' }).getByRole('option').first().waitFor()
    await parley.picture(agent, 'inbox-search')
    expect(await findings(agent)).toEqual([])
    await box.press('Tab')
    await agent.keyboard.press('Enter')
    await parley.log(agent).getByText('我的订单 A-1042').waitFor()
    const found = parley.log(agent).getByText('我的订单 A-1042')
    await eventually('it is in sight', async () => {
      const place = await found.boundingBox()
      return place !== null && place.y > 0 && place.y < 700
    })
    await parley.picture(agent, 'inbox-search-jump')
    await box.fill('SENTINEL of nobody')
    await agent.getByText('Nothing found').waitFor()
    await box.press('Escape')
    await agent.getByRole('tab', { name: /^Mine/ }).waitFor()
  })

  it('reads well in Chinese, in the dark and on a phone', async () => {
    const visitor = await parley.visitor()
    await parley.say(visitor, '退款什么时候到账')
    const agent = await parley.agent('demo', {
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 375, height: 700 },
    })
    await agent.getByRole('searchbox').fill('退款')
    const results = agent.getByRole('listbox', { name: '搜索结果' })
    await results.getByText('退款', { exact: true }).waitFor()
    await parley.picture(agent, 'inbox-search-zh-dark')
    expect(await findings(agent)).toEqual([])
    await results.getByRole('option').first().click()
    await parley.log(agent).getByText('退款什么时候到账').waitFor()
  })
})
