import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { drawn, MadeMedia } from '../server/src/testing/media.js'
import { Parley } from './parley.js'

let parley: Parley
const media = new MadeMedia()

const picture = (name: string, hue: number) =>
  media.file(name, ...drawn('mandelbrot=size=900x600:rate=1'), '-vf', `hue=h=${hue}`, '-frames:v', '1')
const clip = () =>
  media.file(
    'clip.mp4',
    ...drawn('testsrc=size=640x360:rate=24:duration=3'),
    ...['-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
  )

beforeAll(async () => {
  parley = await Parley.start()
})

afterAll(async () => {
  await parley.stop()
  media.remove()
  expect(parley.complaints).toEqual([])
})

const choose = (page: Page, paths: string[]) => page.locator('input[type=file]').setInputFiles(paths)
const send = (page: Page) => page.getByRole('button', { name: /^(Send|发送)$/ }).click()
const isSendable = (page: Page) => page.locator('button[type=submit]:not([disabled])').waitFor({ timeout: 15_000 })
/** Drawn, with pixels. */
const isDrawn = (page: Page, selector: string) =>
  page.waitForFunction(
    (wanted) => Array.from(document.querySelectorAll<HTMLImageElement>(wanted)).some((image) => image.naturalWidth > 0),
    `[role=log] ${selector}`,
  )

it('a visitor and an agent exchange pictures, a video and a file', async () => {
  const agent = await parley.agent()
  const visitor = await parley.visitor({ locale: 'zh-CN' })
  await parley.say(visitor, '你好')
  await agent.getByRole('option').first().click()
  await parley.log(agent).getByText('你好').waitFor()

  await choose(visitor, [picture('现场一.png', 30), picture('现场二.jpg', 150)])
  await isSendable(visitor)
  await parley.picture(visitor, 'files-visitor-tray')
  await parley.composer(visitor).fill('机器是这样的')
  await send(visitor)
  await parley.log(agent).getByText('机器是这样的').waitFor()
  await isDrawn(agent, 'img')
  expect(
    await parley
      .log(agent)
      .getByRole('button', { name: /^Open picture/ })
      .count(),
  ).toBe(2)

  await parley.log(agent).getByRole('button', { name: 'Open picture 现场一.png' }).click()
  const lightbox = agent.getByRole('dialog', { name: 'Pictures of this conversation' })
  await lightbox.getByRole('img', { name: '现场一.png' }).waitFor()
  await lightbox.getByRole('button', { name: 'Rotate' }).click()
  await lightbox.getByRole('button', { name: 'Zoom in' }).click()
  await parley.picture(agent, 'files-console-lightbox')
  await agent.keyboard.press('ArrowRight')
  await lightbox.getByRole('img', { name: '现场二.jpg' }).waitFor()
  await agent.keyboard.press('Escape')
  await lightbox.waitFor({ state: 'hidden' })

  await choose(agent, [clip(), join(media.folder, '现场一.png')])
  await isSendable(agent)
  await parley.picture(agent, 'files-console-tray')
  await parley.composer(agent).fill('Here is how')
  await send(agent)
  const play = parley.log(visitor).getByRole('button', { name: /播放视频 clip\.mp4/ })
  await play.waitFor()
  await parley.log(visitor).getByText('0:03').waitFor({ timeout: 20_000 })
  await isDrawn(visitor, 'button[title="clip.mp4"] img')
  await parley.picture(visitor, 'files-visitor-thread')
  await parley.picture(agent, 'files-console-thread')
  await play.click()
  await visitor.waitForFunction(() => document.querySelector<HTMLVideoElement>('video[controls]')?.videoWidth === 640)

  await visitor.reload()
  await parley.log(visitor).getByText('Here is how').waitFor()
  await isDrawn(visitor, 'img')
  const files = agent.getByRole('region', { name: 'Files' })
  await files
    .getByRole('button', { name: /^Open picture/ })
    .first()
    .waitFor()
  expect(await files.getByRole('button', { name: /^(Open picture|Play video)/ }).count()).toBe(4)
})

it('notes a picture for colleagues alone', async () => {
  const agent = await parley.agent()
  const visitor = await parley.visitor()
  await parley.say(visitor, 'Is it damaged?')
  await agent.getByRole('option').filter({ hasText: 'Is it damaged?' }).click()
  // What was chosen for the contact stays behind when the writer turns to a note, and waits for them there.
  await choose(agent, [picture('for-the-contact.png', 60)])
  await isSendable(agent)
  await agent.getByRole('tab', { name: 'Note' }).click()
  await choose(agent, [picture('serial-number.png', 200)])
  await isSendable(agent)
  await agent.getByRole('textbox', { name: /note/i }).fill('Compare the serial number')
  await parley.picture(agent, 'note-files-tray')
  await agent.keyboard.press('Enter')
  const note = agent.getByRole('group', { name: 'Internal note' })
  await note.getByRole('button', { name: 'Open picture serial-number.png' }).waitFor()
  await isDrawn(agent, 'img')
  await agent.getByRole('region', { name: 'Files' }).getByRole('img', { name: 'In a note, for staff alone' }).waitFor()
  await parley.picture(agent, 'note-files-thread')
  expect(await note.getByRole('button', { name: /for-the-contact/ }).count()).toBe(0)
  await agent.getByRole('tab', { name: 'Reply' }).click()
  await agent.getByText('for-the-contact.png').first().waitFor()
  await parley.say(agent, 'A moment please')
  await parley.log(visitor).getByText('A moment please').waitFor()
  expect(await visitor.getByText('serial').count()).toBe(0)
  expect(
    await parley
      .log(visitor)
      .getByRole('button', { name: /serial-number/ })
      .count(),
  ).toBe(0)
})

it('what draws files is asked for again where the line broke before it had come', async () => {
  const visitor = await parley.visitor()
  await parley.say(visitor, 'Before the tunnel')
  await choose(visitor, [picture('tunnel.png', 200)])
  await isSendable(visitor)
  await visitor.context().setOffline(true)
  await parley.say(visitor, 'A picture from the tunnel')
  await parley.log(visitor).getByText('A picture from the tunnel').waitFor()
  await visitor.context().setOffline(false)
  await isDrawn(visitor, 'img')

  const other = await parley.visitor()
  await parley.say(other, 'Before another tunnel')
  await other.context().setOffline(true)
  await choose(other, [picture('tunnel.png', 200)])
  await other.context().setOffline(false)
  await other.getByRole('button', { name: 'Remove tunnel.png' }).waitFor()
})

it('says why a file is refused, and lets the rest go', async () => {
  const visitor = await parley.visitor()
  await visitor.locator('input[type=file]').setInputFiles([
    { name: 'evil.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    { name: '合同.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
  ])
  await visitor.getByText('This kind of file cannot be sent').waitFor()
  await parley.picture(visitor, 'files-visitor-refused')
  await visitor.getByRole('button', { name: 'Remove evil.png' }).click()
  await isSendable(visitor)
  await send(visitor)
  await parley
    .log(visitor)
    .getByText(/^(Sent|Delivered|Read)$/)
    .waitFor()
  const download = visitor.waitForEvent('download')
  await parley.log(visitor).getByRole('button', { name: 'Download 合同.txt' }).click()
  expect((await download).suggestedFilename()).toBe('合同.txt')
})

it('takes a picture from the clipboard and one that is dropped', async () => {
  const visitor = await parley.visitor()
  await visitor.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.getContext('2d')?.fillRect(0, 0, 100, 100)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
    const hand = (type: string, target: Element | null, name: string) => {
      const data = new DataTransfer()
      data.items.add(new File([blob as Blob], name, { type: 'image/png' }))
      const init = { bubbles: true, cancelable: true }
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...init, clipboardData: data })
          : new DragEvent(type, { ...init, dataTransfer: data })
      target?.dispatchEvent(event)
    }
    hand('paste', document.querySelector('textarea'), 'pasted.png')
    hand('drop', document.querySelector('[role=log]'), 'dropped.png')
  })
  await isSendable(visitor)
  await send(visitor)
  await parley.log(visitor).getByRole('button', { name: 'Open picture pasted.png' }).waitFor()
  await parley.log(visitor).getByRole('button', { name: 'Open picture dropped.png' }).click()
  const lightbox = visitor.getByRole('dialog', { name: 'Pictures' })
  await lightbox.getByRole('img', { name: 'dropped.png' }).waitFor()
  await parley.picture(visitor, 'files-visitor-lightbox')
})
