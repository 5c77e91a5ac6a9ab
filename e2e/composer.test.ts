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
  await parley.say(visitor, 'hello')
  await agent.getByRole('option').first().click()
  await parley.log(agent).getByText('hello').waitFor()
  return { agent, visitor }
}

describe('the composer', () => {
  it('finds a quick reply by the initials of its Chinese words, fills it in, and the keys do it all', async () => {
    const { agent, visitor } = await talking({ locale: 'zh-CN' })
    await parley.composer(agent).fill('/')
    await agent.getByRole('link', { name: '去添加' }).click()
    await agent.getByRole('button', { name: '新增快捷回复' }).click()
    await agent.getByLabel('快捷词').fill('退款')
    await agent.getByLabel('内容').fill('{contact}您好，退款三天内到账。')
    await parley.picture(agent, 'quick-reply-form-zh')
    await agent.getByRole('button', { name: '保存' }).click()
    await agent.getByText('/退款').waitFor()
    await parley.picture(agent, 'quick-replies-zh')
    await agent.goBack()
    await parley.composer(agent).fill('/tk')
    await agent.getByRole('option', { name: /退款/ }).waitFor()
    await parley.picture(agent, 'composer-suggestions-zh')
    await parley.composer(agent).press('Enter')
    expect(await parley.composer(agent).inputValue()).toMatch(/^访客 \d+您好，退款三天内到账。$/)
    await parley.composer(agent).press('Enter')
    await parley.log(visitor).getByText('退款三天内到账').waitFor()
  })

  it('has the draft on another device, and takes it away there when it is sent', async () => {
    const { agent } = await talking()
    await parley.composer(agent).fill('half a sentence')
    const other = await parley.agent('demo')
    await other.getByRole('option').first().click()
    await parley.log(other).getByText('hello').waitFor()
    const drafted = () => parley.composer(other).inputValue()
    for (let tries = 0; tries < 50 && (await drafted()) !== 'half a sentence'; tries += 1)
      await other.waitForTimeout(100)
    expect(await drafted()).toBe('half a sentence')
    await parley.composer(agent).press('Enter')
    await parley.log(other).getByText('half a sentence').waitFor()
    for (let tries = 0; tries < 50 && (await drafted()) !== ''; tries += 1) await other.waitForTimeout(100)
    expect(await drafted()).toBe('')
  })

  it('keeps what is written while the server is away, and saves it after', async () => {
    const { agent } = await talking()
    await parley.killServer()
    await parley.composer(agent).fill('written in the dark')
    await parley.startServer()
    await agent.getByText('No connection').waitFor({ state: 'hidden' })
    const other = await parley.agent('demo')
    await other.getByRole('option').first().click()
    const drafted = () => parley.composer(other).inputValue()
    for (let tries = 0; tries < 80 && (await drafted()) !== 'written in the dark'; tries += 1)
      await other.waitForTimeout(100)
    expect(await drafted()).toBe('written in the dark')
  })

  it('puts an emoji where the caret is, and sends with the key that was chosen', async () => {
    const { agent, visitor } = await talking()
    await parley.composer(agent).fill('good  day')
    await parley.composer(agent).press('Home')
    for (let step = 0; step < 5; step += 1) await parley.composer(agent).press('ArrowRight')
    await agent.getByRole('button', { name: 'Emoji' }).click()
    await parley.picture(agent, 'composer-emoji')
    await agent.getByRole('button', { name: '👍', exact: true }).click()
    expect(await parley.composer(agent).inputValue()).toBe('good 👍 day')
    await agent.getByRole('button', { name: 'Which key sends' }).click()
    await agent.getByRole('menuitem', { name: 'Ctrl + Enter sends' }).click()
    await parley.composer(agent).press('Enter')
    expect(await parley.composer(agent).inputValue()).toContain('\n')
    await parley.composer(agent).press('Control+Enter')
    await parley.log(visitor).getByText('good 👍').waitFor()
  })

  it('counts when the limit is near, sends nothing beyond it, and all of what is just within', async () => {
    const { agent, visitor } = await talking()
    const send = agent.getByRole('button', { name: 'Send', exact: true })
    const count = agent.locator('.composer').getByRole('status')
    const ofLength = (length: number) => 'x'.repeat(length - 4) + ' end'
    await parley.composer(agent).fill(ofLength(8_999))
    expect(await send.isEnabled()).toBe(true)
    expect(await count.count()).toBe(0)
    await parley.composer(agent).fill(ofLength(9_000))
    await count.getByText('9,000 of 10,000').waitFor()
    await parley.composer(agent).fill(ofLength(10_002))
    await count.getByText('Over the limit by 2').waitFor()
    await parley.picture(agent, 'composer-too-long')
    expect(await send.isDisabled()).toBe(true)
    expect(await parley.composer(agent).getAttribute('aria-invalid')).toBe('true')
    await parley.composer(agent).press('Enter')
    expect(await parley.composer(agent).inputValue()).toBe(ofLength(10_002))
    await parley.composer(agent).press('Backspace')
    await count.getByText('Over the limit by 1').waitFor()
    await parley.composer(agent).press('Backspace')
    await count.getByText('10,000 of 10,000').waitFor()
    await parley.composer(agent).press('Enter')
    await parley.log(visitor).getByText(ofLength(10_002).slice(0, 10_000)).waitFor()
    expect(await parley.log(visitor).getByText('xxx').count()).toBe(1)
  })
})
