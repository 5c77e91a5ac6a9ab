import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { ErrorCode, WireError } from '@parley/shared/kernel/errors'
import sharp from 'sharp'
import { eventually } from '../src/testing/eventually.js'
import { drawn, MadeMedia } from '../src/testing/media.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { putOver, upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'

const media = new MadeMedia()
const data = mkdtempSync(join(tmpdir(), 'parley-hostile-'))
let world: World
let contact: SimulatedContact
let agent: SimulatedAgent

beforeAll(async () => {
  world = await World.start({ environment: { DATA_DIR: data, UPLOADS_PER_DAY_MB: '100000' } })
  agent = await world.agent('demo')
  contact = await world.contact('a visitor')
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
  media.remove()
  rmSync(data, { recursive: true, force: true })
})

const put = (name: string, bytes: Uint8Array, type = '') =>
  upload(uploadCommands(contact), world.url, { name, bytes, type })
const outcome = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: { code: ErrorCode; details: Omit<WireError, 'code'> }) =>
      error.details.reason === undefined ? error.code : `${error.code} ${error.details.reason}`,
  )
const send = async (attachmentId: string) => {
  const content = { type: 'files' as const, attachmentIds: [attachmentId], text: '' }
  const message = { threadId: null, clientMessageId: randomUUID(), content }
  return (await contact.call('conversations:sendMessage', message)).entry
}
/** What lies in the folder of files, apart from what verified attachments left. */
const left = (name: string) => readdirSync(join(data, 'files', name))

/** A PNG whose header promises so many pixels, in a few hundred bytes. */
function pngBomb(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
    return c >>> 0
  })
  const crc = (bytes: Buffer) =>
    (bytes.reduce((c, byte) => crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0
  const chunk = (type: string, body: Buffer) => {
    const content = Buffer.concat([Buffer.from(type), body])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(body.length, 0)
    frame.writeUInt32BE(crc(content), 4)
    return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const rows = deflateSync(Buffer.alloc(1_000))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

describe('what is not what it says', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(58), Buffer.from([0x80, 0, 0, 0]), Buffer.alloc(500)])
  it.each([
    ['HTML as a picture', 'a.png', '<!doctype html><script>alert(1)</script>', 'type_refused active'],
    ['SVG as a picture', 'a.png', svg, 'type_refused active'],
    ['SVG under its own name', 'a.svg', svg, 'type_refused active'],
    ['a script as a picture', 'a.jpg', 'alert(1)', 'type_refused mismatch'],
    ['a script under its own name', 'a.js', 'alert(1)', 'type_refused active'],
    ['HTML as text', 'a.txt', 'x <iframe src=javascript:alert(1)>', 'type_refused active'],
    ['a Windows program as a picture', 'a.png', exe, 'type_refused program'],
    [
      'a Linux program as a video',
      'a.mp4',
      Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(200)]),
      'type_refused program',
    ],
    ['bytes without a meaning', 'a.bin', randomBytes(300), 'type_refused unknown'],
    ['a playlist as a video', 'a.mp4', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'type_refused playlist'],
    ['a concat script as a video', 'a.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n", 'type_refused playlist'],
    [
      'a picture of nothing but its first bytes',
      'a.jpg',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]),
      'media_damaged',
    ],
    ['a gif that is a script too', 'a.gif', 'GIF89a=/*' + 'x'.repeat(50) + '*/alert(1)', 'media_damaged'],
    ['a picture of two billion pixels', 'a.png', pngBomb(50_000, 50_000), 'too_many_pixels'],
  ])('%s is refused', async (_what, name, content, code) => {
    expect(await outcome(put(name, Buffer.from(content), 'image/png'))).toBe(code)
  })

  it('a real picture with a page behind it loses the page', async () => {
    const picture = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    const attachment = await put('a.jpg', Buffer.concat([picture, Buffer.from('<script>alert("behind")</script>')]))
    const { threadId } = await send(attachment.id)
    const { links } = await contact.call('conversations:linkFiles', { threadId, attachmentIds: [attachment.id] })
    const bytes = Buffer.from(await (await fetch(new URL(links[0]!.download, world.url))).arrayBuffer())
    expect(bytes.includes('behind')).toBe(false)
  })

  it('a zip that would fill a disk is handed on unopened', async () => {
    const zipped = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(2_000)])
    expect((await put('bomb.zip', zipped)).mediaType).toBe('application/zip')
  })
})

describe('videos that would reach out', () => {
  it('open no file and no address beside their own', async () => {
    let hits = 0
    const canary = createServer((_request, response) => {
      hits += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => canary.once('listening', resolve))
    const { port } = canary.address() as AddressInfo
    // Each begins as an mp4 does, so that it is taken for one, and says something else to a demuxer that guesses.
    const ftyp = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1')
    const bodies = [
      `#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:${port}/hls\n`,
      `ffconcat version 1.0\nfile 'http://127.0.0.1:${port}/concat'\n`,
      `\0\0\0\x60moov\0\0\0\x58url http://127.0.0.1:${port}/dref`,
    ]
    for (const [index, body] of bodies.entries()) {
      const attachment = await put(`${index}.mp4`, Buffer.concat([ftyp, Buffer.from(body, 'latin1')]), 'video/mp4')
      const entry = await send(attachment.id)
      await eventually('it has been looked at', async () => {
        const cursors = { [entry.threadId]: entry.position - 1 }
        const { threads } = await contact.call('conversations:syncThreads', { cursors })
        const shown = threads[entry.threadId]!.entries.find(({ id }) => id === entry.id)
        return shown?.kind === 'files' && !shown.attachments[0]!.isProcessing
      })
      // It is still delivered: who sent it may know what to do with it.
      const { links } = await agent.call('conversations:linkConversationFiles', {
        threadId: entry.threadId,
        attachmentIds: [attachment.id],
      })
      expect((await fetch(new URL(links[0]!.download, world.url))).status).toBe(200)
    }
    expect(hits).toBe(0)
    canary.close()
  })
})

describe('names', () => {
  it.each([
    ['../../etc/passwd.txt', '_.._etc_passwd.txt'],
    ['a\u202efdp.txt', 'a_fdp.txt'],
    ['two\r\nX-Evil: 1.txt', 'two__X-Evil_ 1.txt'],
    ['"quoted"; filename=evil.html.txt', '_quoted_; filename=evil.html.txt'],
    ['报价单（最终）.txt', '报价单（最终）.txt'],
  ])('%j is shown and saved as %j', async (name, safe) => {
    const attachment = await put(name, Buffer.from('words'))
    expect(attachment.name).toBe(safe)
    const { threadId } = await send(attachment.id)
    const { links } = await contact.call('conversations:linkFiles', { threadId, attachmentIds: [attachment.id] })
    const response = await fetch(new URL(links[0]!.download, world.url))
    expect(response.headers.get('content-disposition')).toContain(`filename*=UTF-8''`)
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox;/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('x-evil')).toBeNull()
  })
})

describe('uploads that lie', () => {
  const begin = async (size: number) => {
    const commands = uploadCommands(contact)
    const ticket = await commands.request({ clientUploadId: randomUUID(), name: 'a.txt', size, declaredType: '' })
    const { links } = await commands.listParts({ attachmentId: ticket.attachmentId, from: 1 })
    return { commands, ...ticket, url: new URL(links[0]!.url, world.url) }
  }
  /** Writes by hand: what a browser would not do. */
  const write = (url: URL, body: Buffer, options: { length?: number; breakOff?: boolean } = {}): Promise<number> =>
    new Promise((resolve) => {
      const headers = {
        'Content-Type': 'application/octet-stream',
        ...(options.length === undefined ? {} : { 'Content-Length': options.length }),
      }
      const sent = request(url, { method: 'PUT', headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      sent.on('error', () => resolve(0))
      sent.setTimeout(5_000, () => resolve(-1))
      sent.write(body)
      if (options.breakOff) setTimeout(() => sent.destroy(), 5)
      else sent.end()
    })
  const options = { signal: new AbortController().signal, onSent: () => undefined }

  it('about their length are refused, shorter and longer', async () => {
    const { url, attachmentId, commands } = await begin(1_000)
    expect(await write(url, Buffer.alloc(500))).toBe(409)
    expect([0, 409]).toContain(await write(url, Buffer.alloc(200_000)))
    expect(await write(url, Buffer.alloc(1_000), { length: 999 })).not.toBe(204)
    expect((await commands.listParts({ attachmentId, from: 1 })).received).toEqual([])
  })

  it('about their size are refused with the limit, before a byte was sent', async () => {
    const commands = uploadCommands(contact)
    const input = { clientUploadId: randomUUID(), name: 'a.png', size: 900 * 1024 * 1024, declaredType: 'image/png' }
    await expect(commands.request(input)).rejects.toMatchObject({
      code: 'too_large',
      details: { limit: 20 * 1024 * 1024 },
    })
    await commands.cancel({ attachmentId: (await begin(10)).attachmentId })
  })

  it('and are refused or break off a thousand times each leave no temporary file', async () => {
    for (let round = 0; round < 100; round += 1) {
      const { url, attachmentId, commands } = await begin(300_000)
      const refused = Array.from({ length: 10 }, () => write(url, Buffer.alloc(1_000)))
      const broken = Array.from({ length: 10 }, () => write(url, Buffer.alloc(50_000), { breakOff: true }))
      await Promise.all([...refused, ...broken])
      await commands.cancel({ attachmentId })
    }
    await eventually('nothing is left', () => left('temporary').length === 0)
  })

  it('and that are cancelled leave nothing', async () => {
    const before = left('parts').length
    const { url, attachmentId, commands } = await begin(10)
    await putOver(world.url)(url.href, new Blob([Buffer.alloc(10)]), options)
    await commands.cancel({ attachmentId })
    expect(left('parts').length).toBe(before)
    const sha256 = createHash('sha256').update(Buffer.alloc(10)).digest('hex')
    expect(await outcome(commands.complete({ attachmentId, sha256 }))).toBe('not_found')
  })

  it('cannot be touched by somebody who did not begin them', async () => {
    const other = uploadCommands(await world.contact('another visitor'))
    const { attachmentId } = await begin(10)
    const sha256 = 'a'.repeat(64)
    expect(await outcome(other.listParts({ attachmentId, from: 1 }))).toBe('not_found')
    expect(await outcome(other.complete({ attachmentId, sha256 }))).toBe('not_found')
    expect(await outcome(other.cancel({ attachmentId }))).toBe('not_found')
  })

  it('are bounded in number and in bytes a day', async () => {
    const commands = uploadCommands(await world.contact('a flood'))
    const small = () => commands.request({ clientUploadId: randomUUID(), name: 'a.txt', size: 1, declaredType: '' })
    for (let count = 0; count < 30; count += 1) await small()
    expect(await outcome(small())).toBe('quota_exceeded')
  })
})

describe('a video', () => {
  it('that never ends for its decoder is delivered without a cover, and others are looked at meanwhile', async () => {
    const bytes = media.bytes('long.mp4', ...drawn('testsrc=size=320x180:rate=5:duration=4'), '-pix_fmt', 'yuv420p')
    const cut = bytes.subarray(0, Math.floor(bytes.length / 3))
    const [broken, whole] = await Promise.all([put('cut.mp4', cut, 'video/mp4'), put('whole.mp4', bytes, 'video/mp4')])
    const entries = [await send(broken.id), await send(whole.id)]
    const [first, second] = await (async () => {
      let shown: (boolean | undefined)[] = []
      await eventually(
        'both have been looked at',
        async () => {
          const cursors = { [entries[0]!.threadId]: entries[0]!.position - 1 }
          const { threads } = await contact.call('conversations:syncThreads', { cursors })
          const found = threads[entries[0]!.threadId]!.entries
          const attachments = entries
            .map(({ id }) => found.find((entry) => entry.id === id))
            .map((entry) => (entry?.kind === 'files' ? entry.attachments[0] : undefined))
          shown = attachments.map((each) => each?.hasThumbnail)
          return attachments.every((each) => each?.isProcessing === false)
        },
        40_000,
      )
      return shown
    })()
    expect([first, second]).toEqual([false, true])
  })
})
