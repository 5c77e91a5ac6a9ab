import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { delimiter, join } from 'node:path'
import { eventually } from '../src/testing/eventually.js'
import { drawn, MadeMedia } from '../src/testing/media.js'
import type { SimulatedContact } from '../src/testing/simulated-people.js'
import { upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'

const media = new MadeMedia()
afterAll(() => media.remove())

/** A PATH on which the programs for videos are what the test says, and everything else is as it was. */
function pathWith(name: string, script: string): string {
  const folder = join(media.folder, name)
  mkdirSync(folder)
  for (const program of ['ffmpeg', 'ffprobe']) {
    writeFileSync(join(folder, program), script)
    chmodSync(join(folder, program), 0o755)
  }
  return [folder, process.env['PATH']].join(delimiter)
}

/** Neither on the PATH nor in npm's folders: the server sees no program there. */
function withoutTools(): { environment: Record<string, string>; preload: string } {
  const bare = join(media.folder, 'bare')
  mkdirSync(bare)
  symlinkSync(process.execPath, join(bare, 'node'))
  const preload = join(media.folder, 'no-tools.cjs')
  writeFileSync(
    preload,
    `const fs = require('node:fs')
const { accessSync } = fs
fs.accessSync = (path, mode) => {
  if (/ff(mpeg|probe)/.test(String(path))) throw new Error('not there')
  return accessSync(path, mode)
}`,
  )
  return { environment: { PATH: bare }, preload }
}

describe.each([
  ['is missing', withoutTools],
  ['is killed at its limits', () => ({ environment: { PATH: pathWith('killed', '#!/bin/sh\nkill -9 $$\n') } })],
  ['says nonsense', () => ({ environment: { PATH: pathWith('nonsense', '#!/bin/sh\necho nonsense\n') } })],
])('where ffmpeg %s', (_, options) => {
  let world: World

  beforeAll(async () => {
    world = await World.start(options())
  })
  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  it('a video is delivered as it is, and its message does not wait for a cover', async () => {
    const contact = await world.contact('a visitor')
    const bytes = media.bytes(
      `${randomUUID()}.mp4`,
      ...drawn('testsrc=size=160x90:rate=10:duration=1'),
      '-pix_fmt',
      'yuv420p',
    )
    const { id } = await upload(uploadCommands(contact), world.url, { name: 'a.mp4', bytes, type: 'video/mp4' })
    const content = { type: 'files' as const, attachmentIds: [id], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    const { entry } = await contact.call('conversations:sendMessage', message)
    const cursors = { [entry.threadId]: entry.position - 1 }
    await eventually('it is known that no cover comes', async () => {
      const { threads } = await contact.call('conversations:syncThreads', { cursors })
      const shown = threads[entry.threadId]!.entries.find((each) => each.id === entry.id)
      const [video] = shown?.kind === 'files' ? shown.attachments : []
      return video?.isProcessing === false && !video.hasThumbnail
    })
    const asked = { threadId: entry.threadId, attachmentIds: [id] }
    const [links] = (await contact.call('conversations:linkFiles', asked)).links
    expect(links!.thumbnail).toBeNull()
    const played = Buffer.from(await (await fetch(new URL(links!.view!, world.url))).arrayBuffer())
    expect(played.equals(bytes)).toBe(true)
  })
})

describe('an upload that stops sending', () => {
  let world: World
  let contact: SimulatedContact
  const data = join(media.folder, 'stalled')

  beforeAll(async () => {
    world = await World.start({ environment: { DATA_DIR: data, UPLOAD_STALL_SECONDS: '1' } })
    contact = await world.contact('a visitor')
  })
  afterAll(async () => expect(await world.end()).toEqual([]))

  it('is cut, leaves no temporary file, and can be sent again', async () => {
    const bytes = Buffer.from('words '.repeat(50_000))
    const commands = uploadCommands(contact)
    const clientUploadId = randomUUID()
    const ticket = { clientUploadId, name: 'a.txt', size: bytes.length, declaredType: 'text/plain' }
    const { attachmentId } = await commands.request(ticket)
    const { links } = await commands.listParts({ attachmentId, from: 1 })
    const temporary = () => readdirSync(join(data, 'files', 'temporary'))
    const cut = new Promise<void>((resolve) => {
      const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length }
      const stalled = request(new URL(links[0]!.url, world.url), { method: 'PUT', headers })
      stalled.on('error', () => resolve()).on('response', (response) => response.resume().on('close', () => resolve()))
      stalled.write(bytes.subarray(0, 1_000))
    })
    await eventually('it has begun', () => temporary().length === 1)
    await cut
    await eventually('nothing of it is left', () => temporary().length === 0)
    expect((await commands.listParts({ attachmentId, from: 1 })).received).toEqual([])
    const { id } = await upload(commands, world.url, { name: 'a.txt', bytes })
    expect(id).toMatch(/^[0-9a-f]{24}$/)
  })
})
