import { MadeMedia, drawn } from '../server/src/testing/media.js'
import { Parley } from './parley.js'

let parley: Parley
const media = new MadeMedia()

beforeAll(async () => {
  parley = await Parley.start()
})

afterAll(async () => {
  await parley.stop()
  media.remove()
  expect(parley.complaints).toEqual([])
})

const portrait = () => media.file('portrait.png', ...drawn('testsrc2=size=800x500:rate=1:duration=1'), '-frames:v', '1')

describe('pictures of people', () => {
  it('are chosen, cut by keys, and shown wherever the person is', async () => {
    const agent = await parley.agent('demo')
    await agent.goto(`${parley.url}/console/settings/profile`)
    const editor = agent.getByRole('region', { name: 'Picture' })
    await editor.waitFor()
    await parley.picture(agent, 'avatar-none')
    await editor.locator('input[type=file]').setInputFiles(portrait())
    const square = agent.getByRole('img', { name: 'The part of the picture that is shown' })
    await square.focus()
    for (const key of ['+', '+', 'ArrowRight', 'ArrowDown']) await square.press(key)
    await parley.picture(agent, 'avatar-crop')
    await agent.getByRole('button', { name: 'Use this picture' }).click()
    await editor.locator('img').waitFor()
    await agent.getByRole('navigation').locator('img').first().waitFor()
    await parley.picture(agent, 'avatar-set')

    const visitor = await parley.visitor({ viewport: { width: 375, height: 720 }, colorScheme: 'dark' })
    await parley.say(visitor, 'Who is there?')
    const shown = visitor.getByRole('banner').locator('img')
    await shown.waitFor()
    expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(96)
    await parley.picture(visitor, 'avatar-visitor-375-dark')

    await agent.goto(`${parley.url}/console/settings/people`)
    await agent.getByRole('row', { name: /demo/ }).locator('img').waitFor()
    await parley.picture(agent, 'avatar-people')
  })

  it('are given to a contact beside the conversation', async () => {
    const agent = await parley.agent('demo')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'Do you know my face?')
    await agent.getByRole('option').filter({ hasText: 'Do you know my face?' }).click()
    const contact = agent.getByRole('region', { name: 'Contact', exact: true })
    await contact.getByRole('button', { name: 'Edit' }).click()
    await contact.getByRole('region', { name: 'Picture' }).locator('input[type=file]').setInputFiles(portrait())
    await agent.getByRole('img', { name: 'The part of the picture that is shown' }).waitFor()
    await agent.getByRole('button', { name: 'Use this picture' }).click()
    await agent.getByRole('option').filter({ hasText: 'Do you know my face?' }).locator('img').waitFor()
    await parley.picture(agent, 'avatar-contact')
  })

  it('are taken away again, and what is no picture is told on the spot', async () => {
    const agent = await parley.agent('demo', {
      locale: 'zh-CN',
      viewport: { width: 375, height: 720 },
      colorScheme: 'dark',
    })
    await agent.goto(`${parley.url}/console/settings/profile`)
    const editor = agent.getByRole('region', { name: '头像' })
    await editor.locator('img').waitFor()
    const file = { name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
    await editor.locator('input[type=file]').setInputFiles(file)
    await agent.getByRole('alert').getByText('无法将此文件读取为图片').waitFor()
    await parley.picture(agent, 'avatar-unreadable-375-dark')
    await agent.getByRole('button', { name: '取消' }).click()
    await editor.locator('input[type=file]').setInputFiles(portrait())
    await agent.getByRole('img', { name: '图片中显示的部分' }).waitFor()
    await parley.picture(agent, 'avatar-crop-375-dark')
    await agent.getByRole('button', { name: '取消' }).click()
    await agent.getByRole('button', { name: '移除' }).click()
    await editor.locator('img').waitFor({ state: 'detached' })
    expect(await editor.getByText('01').count()).toBe(1)
  })
})
