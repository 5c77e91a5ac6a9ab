import { randomUUID } from 'node:crypto'
import { openAsBlob, readFileSync, truncateSync, appendFileSync, statSync } from 'node:fs'
import { Uploader } from '@parley/shared/attachments/uploader'
import type { PutPart } from '@parley/shared/attachments/uploader'
import { ParleyError } from '@parley/shared/kernel/errors'
import { eventually } from '../src/testing/eventually.js'
import { drawn, MadeMedia } from '../src/testing/media.js'
import { putOver, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

const MB = 1024 * 1024
const SIZE = 300 * MB
/** Far below what holding the file, or a good part of it, would take. */
const MEMORY_MAX_BYTES = 160 * MB

const media = new MadeMedia()
afterAll(() => media.remove())

/** A few seconds of video, brought to 300 MB by a box that players skip: nothing has to be drawn for it. */
function largeVideo(): string {
  const colour = drawn('testsrc=size=640x360:rate=25:duration=3')
  const path = media.file('large.mp4', ...colour, '-pix_fmt', 'yuv420p', '-movflags', '+faststart')
  const { size } = statSync(path)
  const box = Buffer.alloc(8)
  box.writeUInt32BE(SIZE - size, 0)
  box.write('free', 4, 'latin1')
  appendFileSync(path, box)
  truncateSync(path, SIZE)
  return path
}

/** What the process holds of the machine's memory now. */
const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

describe.each(storages)('a video of 300 MB, in $name', ({ environment }) => {
  let world: World

  beforeAll(async () => {
    world = await World.start({ environment: environment() })
  })
  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  it('goes on after a cut and after the page was left, is played by ranges, gets its cover, and the server stays small', async () => {
    const contact = await world.contact('a visitor')
    const file = new File([await openAsBlob(largeVideo())], '大视频.mp4', { type: 'video/mp4' })
    const commands = uploadCommands(contact)
    const clientUploadId = randomUUID()
    const sent: number[] = []
    const trouble = new Map<number, 'cut' | 'left'>([
      [10, 'cut'],
      [30, 'left'],
    ])
    const putPart: PutPart = async (url, part, options) => {
      const number = sent.length + 1
      const what = trouble.get(number)
      trouble.delete(number)
      if (what === 'left') throw new Error('the page was closed')
      if (what === 'cut') {
        const broken = AbortSignal.timeout(2)
        await putOver(world.url)(url, part, { ...options, signal: broken }).catch(() => undefined)
        throw new ParleyError('unavailable')
      }
      await putOver(world.url)(url, part, options)
      sent.push(part.size)
    }
    const pid = world.server.process.pid!
    const before = residentBytes(pid)
    let most = before
    const watch = setInterval(() => (most = Math.max(most, residentBytes(pid))), 50)
    const job = { file, clientUploadId, signal: new AbortController().signal, onProgress: () => undefined }
    const uploader = new Uploader({ commands, putPart, backoffMs: () => 20 })
    await expect(uploader.upload(job)).rejects.toThrow('the page was closed')
    const arrived = sent.length
    const attachment = await uploader.upload(job)
    expect(attachment).toMatchObject({ kind: 'video', name: '大视频.mp4', size: SIZE })
    // Each part went once, the one that was cut apart, which may have arrived all the same.
    expect(arrived).toBe(29)
    expect(sent.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(SIZE)
    expect(sent.length).toBeGreaterThanOrEqual(59)

    const content = { type: 'files' as const, attachmentIds: [attachment.id], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    const { threadId } = (await contact.call('conversations:sendMessage', message)).entry
    const links = async () =>
      (await contact.call('conversations:linkFiles', { threadId, attachmentIds: [attachment.id] })).links[0]!
    await eventually('its cover', async () => (await links()).thumbnail !== null, 30_000)
    const end = await fetch(new URL((await links()).view!, world.url), { headers: { Range: 'bytes=-1000' } })
    expect([end.status, (await end.arrayBuffer()).byteLength]).toEqual([206, 1_000])
    clearInterval(watch)
    process.stderr.write(
      `memory of the server: ${Math.round(before / MB)} MB before, ${Math.round(most / MB)} MB at most\n`,
    )
    expect(most - before).toBeLessThan(MEMORY_MAX_BYTES)
  })
})
