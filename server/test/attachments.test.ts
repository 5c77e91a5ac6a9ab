import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attachment, AttachmentLinks } from '@parley/shared/attachments/attachment'
import type { Entry } from '@parley/shared/conversations/entry'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import sharp from 'sharp'
import { eventually } from '../src/testing/eventually.js'
import { drawn, MadeMedia } from '../src/testing/media.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { putOver, staffUploadCommands, upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

const media = new MadeMedia()
afterAll(() => media.remove())

const codeOf = (attempt: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  attempt.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )

const BARS = drawn('testsrc=size=320x180:rate=15:duration=2')
const photo = (width = 1200, height = 800) =>
  sharp({ create: { width, height, channels: 3, background: '#2a7' } }).composite([
    { input: Buffer.from(`<svg width="40" height="40"><circle cx="20" cy="20" r="18" fill="#fff"/></svg>`) },
  ])

describe.each(storages)('files in $name', ({ environment }) => {
  let world: World
  let contact: SimulatedContact
  let agent: SimulatedAgent
  const data = mkdtempSync(join(media.folder, 'data-'))

  beforeAll(async () => {
    world = await World.start({ environment: { ...environment(), DATA_DIR: data, UPLOADS_PER_DAY_MB: '5000' } })
    agent = await world.agent('demo')
    contact = await world.contact('a visitor')
  })

  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  const send = async (attachments: Attachment[], text = '') => {
    const clientMessageId = randomUUID()
    const content = { type: 'files' as const, attachmentIds: attachments.map(({ id }) => id), text }
    const { entry } = await contact.call('conversations:sendMessage', { threadId: null, clientMessageId, content })
    return entry as Extract<Entry, { kind: 'files' }>
  }
  const linksFor = async (threadId: string, { id }: Attachment): Promise<AttachmentLinks> => {
    const { links } = await agent.call('conversations:linkConversationFiles', { threadId, attachmentIds: [id] })
    return links[0]!
  }
  const get = (url: string, init: RequestInit = {}) => fetch(new URL(url, world.url), init)
  const bytesAt = async (url: string) => Buffer.from(await (await get(url)).arrayBuffer())
  const put = (file: { name: string; bytes: Uint8Array; type?: string }) =>
    upload(uploadCommands(contact), world.url, file)

  it('brings a picture from a visitor to an agent: drawn anew, upright, without what the camera wrote into it', async () => {
    const sent = await photo(1200, 800)
      .jpeg()
      .withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    expect((await sharp(sent).metadata()).orientation).toBe(6)
    const attachment = await put({ name: '现场照片 1.jpg', bytes: sent, type: 'image/jpeg' })
    expect(attachment).toMatchObject({ kind: 'image', name: '现场照片 1.jpg', width: 800, height: 1200 })
    const entry = await send([attachment], 'the caption')
    expect(entry).toMatchObject({ kind: 'files', text: 'the caption', attachments: [{ id: attachment.id }] })
    const links = await linksFor(entry.threadId, attachment)
    const view = await bytesAt(links.view ?? '')
    const seen = await sharp(view).metadata()
    expect(seen).toMatchObject({ format: 'jpeg', width: 800, height: 1200 })
    expect(seen.exif).toBeUndefined()
    expect(view.includes('SecretCamera')).toBe(false)
    expect(await sharp(await bytesAt(links.thumbnail ?? '')).metadata()).toMatchObject({ format: 'webp', height: 640 })
    const download = await get(links.download)
    expect(download.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('现场照片 1.jpg')}`,
    )
    expect(download.headers.get('cache-control')).toMatch(/private/)
  })

  it('keeps pictures of every kind what they were, and moving ones moving', async () => {
    const frames = await Promise.all(
      ['#f00', '#0f0', '#00f'].map((background) =>
        sharp({ create: { width: 60, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer()
    const sent = [
      { name: 'a.png', bytes: await photo().png().toBuffer(), pages: undefined },
      { name: 'a.webp', bytes: await photo().webp().toBuffer(), pages: undefined },
      { name: 'a.gif', bytes: gif, pages: 3 },
    ]
    const attachments = await Promise.all(sent.map(({ name, bytes }) => put({ name, bytes })))
    const { threadId } = await send(attachments)
    for (const [index, { name, pages }] of sent.entries()) {
      const metadata = await sharp(await bytesAt((await linksFor(threadId, attachments[index]!)).view ?? '')).metadata()
      expect([name, metadata.pages]).toEqual([name, pages])
    }
  })

  it('shows a video at once and its cover when it is made', async () => {
    const black = 'color=black:size=320x180:rate=15:duration=1'
    const bytes = media.bytes(
      'black-first.mp4',
      ...['-f', 'lavfi', '-i', black, '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=15:duration=2'],
      ...['-filter_complex', '[0][1]concat=n=2', '-pix_fmt', 'yuv420p'],
    )
    const attachment = await put({ name: 'clip.mp4', bytes, type: 'video/mp4' })
    expect(attachment).toMatchObject({ kind: 'video', mediaType: 'video/mp4' })
    const entry = await send([attachment])
    const shown = async () => {
      const { threads } = await contact.call('conversations:syncThreads', {
        cursors: { [entry.threadId]: entry.position - 1 },
      })
      return threads[entry.threadId]!.entries
    }
    await eventually('the cover', async () => {
      const target = (await shown()).find(({ id }) => id === entry.id) as typeof entry
      return target.attachments[0]!.hasThumbnail
    })
    const entries = await shown()
    expect(entries.find(({ id }) => id === entry.id)).toMatchObject({
      attachments: [{ isProcessing: false, width: 320, height: 180, durationMs: 3000 }],
    })
    expect(entries.filter(({ kind }) => kind === 'mediaReady').length).toBeLessThanOrEqual(1)
    const cover = await bytesAt((await linksFor(entry.threadId, attachment)).thumbnail ?? '')
    const { channels } = await sharp(cover).stats()
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(10)
  })

  it('gives a video that browsers cannot play another form, and the original for download', async () => {
    const bytes = media.bytes(
      'phone.mov',
      ...BARS,
      '-c:v',
      'libx265',
      '-tag:v',
      'hvc1',
      '-x265-params',
      'log-level=none',
    )
    const attachment = await put({ name: 'IMG_0001.MOV', bytes, type: 'video/quicktime' })
    expect(attachment).toMatchObject({ mediaType: 'video/quicktime', name: 'IMG_0001.mov' })
    const { threadId } = await send([attachment])
    let links = await linksFor(threadId, attachment)
    await eventually(
      'the playable form',
      async () => (links = await linksFor(threadId, attachment)).thumbnail !== null,
      30_000,
    )
    const playable = join(media.folder, `playable-${randomUUID()}.mp4`)
    writeFileSync(playable, await bytesAt(links.view ?? ''))
    expect(media.codecsOf(playable)).toEqual(['h264'])
    expect((await bytesAt(links.download)).equals(bytes)).toBe(true)
  })

  it('serves any part of a video', async () => {
    const bytes = media.bytes('ranges.webm', ...BARS, '-c:v', 'libvpx', '-b:v', '200k')
    const attachment = await put({ name: 'a.webm', bytes })
    const { threadId } = await send([attachment])
    const { view } = await linksFor(threadId, attachment)
    const part = await get(view ?? '', { headers: { Range: 'bytes=100-199' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true)
    expect((await get(view ?? '', { headers: { Range: `bytes=${bytes.length}-` } })).status).toBe(416)
  })

  it('goes on with an upload where the connection broke, and hands the file over bit by bit the same', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(12 * 1024 * 1024)])
    const commands = uploadCommands(contact)
    const clientUploadId = randomUUID()
    const request = { clientUploadId, name: 'a.pdf', size: bytes.length, declaredType: 'application/pdf' }
    const ticket = await commands.request(request)
    expect(ticket.partCount).toBe(3)
    const { links } = await commands.listParts({ attachmentId: ticket.attachmentId, from: 1 })
    const options = { signal: new AbortController().signal, onSent: () => undefined }
    await putOver(world.url)(links[1]!.url, new Blob([bytes.subarray(ticket.partBytes, 2 * ticket.partBytes)]), options)
    const sha256 = 'a'.repeat(64)
    expect(await codeOf(commands.complete({ attachmentId: ticket.attachmentId, sha256 }))).toBe('upload_incomplete')
    // The page was reloaded: the same request finds the same upload, and only what is missing is sent.
    expect(await commands.request(request)).toEqual(ticket)
    expect((await commands.listParts({ attachmentId: ticket.attachmentId, from: 1 })).received).toEqual([2])
    const { Uploader } = await import('@parley/shared/attachments/uploader')
    let sent = 0
    const putPart: ReturnType<typeof putOver> = (url, part, rest) => {
      sent += part.size
      return putOver(world.url)(url, part, rest)
    }
    const file = new File([bytes], 'a.pdf')
    const job = { file, clientUploadId, signal: options.signal, onProgress: () => undefined }
    const attachment = await new Uploader({ commands, putPart, backoffMs: () => 50 }).upload(job)
    expect(sent).toBe(bytes.length - ticket.partBytes)
    const { threadId } = await send([attachment])
    expect((await bytesAt((await linksFor(threadId, attachment)).download)).equals(bytes)).toBe(true)
  })

  it('refuses a file that is not what was announced, and keeps nothing of it', async () => {
    const commands = uploadCommands(contact)
    const bytes = Buffer.from('one,two\n')
    const ticket = await commands.request({
      clientUploadId: randomUUID(),
      name: 'a.csv',
      size: bytes.length,
      declaredType: '',
    })
    const { links } = await commands.listParts({ attachmentId: ticket.attachmentId, from: 1 })
    await putOver(world.url)(links[0]!.url, new Blob([bytes]), {
      signal: new AbortController().signal,
      onSent: () => undefined,
    })
    const complete = () => commands.complete({ attachmentId: ticket.attachmentId, sha256: 'b'.repeat(64) })
    expect(await codeOf(complete())).toBe('checksum_mismatch')
    expect(await codeOf(complete())).toBe('checksum_mismatch')
    const content = { type: 'files' as const, attachmentIds: [ticket.attachmentId], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    expect(await codeOf(contact.call('conversations:sendMessage', message))).toBe('attachment_not_ready')
  })

  it('puts a file into one message, once, and into nobody else’s', async () => {
    const attachment = await put({ name: 'a.txt', bytes: Buffer.from('words') })
    const other = await world.contact('another visitor')
    const content = { type: 'files' as const, attachmentIds: [attachment.id], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    expect(await codeOf(other.call('conversations:sendMessage', message))).toBe('not_found')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => contact.call('conversations:sendMessage', message)),
    )
    expect(new Set(answers.map(({ entry }) => entry.id)).size).toBe(1)
    const again = { ...message, clientMessageId: randomUUID() }
    expect(await codeOf(contact.call('conversations:sendMessage', again))).toBe('attachment_not_ready')
    const { entry } = answers[0]!
    const foreign = { threadId: entry.threadId, attachmentIds: [attachment.id] }
    expect(await codeOf(other.call('conversations:linkFiles', foreign))).toBe('not_found')
    expect((await contact.call('conversations:linkFiles', foreign)).links).toHaveLength(1)
  })

  it('refuses a link that was altered, is for another method, or another file', async () => {
    const attachment = await put({ name: 'a.txt', bytes: Buffer.from('words') })
    const { threadId } = await send([attachment])
    const { download } = await linksFor(threadId, attachment)
    const status = async (url: string, init?: RequestInit) => (await get(url, init)).status
    expect(await status(download)).toBe(200)
    const changed = download.replace(
      /(ignature=)(.)/,
      (_all, name: string, first: string) => name + (first === '0' ? '1' : '0'),
    )
    expect(await status(changed)).toBe(403)
    expect(await status(download.replace('original', 'view'))).toBe(403)
    expect(
      await status(download, { method: 'PUT', body: 'x', headers: { 'Content-Type': 'application/octet-stream' } }),
    ).toBe(403)
    expect([403, 404, 405]).toContain(await status(download, { method: 'DELETE' }))
    expect(await status(download.replace(/[?].*/, ''))).toBe(403)
  })

  it('lets go of the files of a recalled message', async () => {
    const attachment = await put({ name: 'a.png', bytes: await photo(50, 50).png().toBuffer() })
    const entry = await send([attachment], 'oh')
    const { download } = await linksFor(entry.threadId, attachment)
    const { threadId, position } = entry
    await contact.call('conversations:recallMessage', { threadId, position })
    expect((await get(download)).status).toBe(404)
    expect((await contact.call('conversations:linkFiles', { threadId, attachmentIds: [attachment.id] })).links).toEqual(
      [],
    )
    const { threads } = await contact.call('conversations:syncThreads', { cursors: { [threadId]: position - 1 } })
    expect(threads[threadId]!.entries[0]).toMatchObject({ kind: 'files', text: null, attachments: [] })
  })

  it('carries a card of a product, once', async () => {
    const card = { title: 'Kettle', description: 'Steel, 1.7 l', price: '¥199', url: 'https://shop.example/kettle' }
    const message = { threadId: null, clientMessageId: randomUUID(), content: { type: 'card' as const, card } }
    const [one, other] = await Promise.all([
      contact.call('conversations:sendMessage', message),
      contact.call('conversations:sendMessage', message),
    ])
    expect(one.entry).toMatchObject({ kind: 'card', text: 'Kettle', card })
    expect(other).toMatchObject({ entry: { id: one.entry.id }, conflict: false })
    const changed = { ...message, content: { type: 'card' as const, card: { title: 'Kettle', price: '¥1' } } }
    expect((await contact.call('conversations:sendMessage', changed)).conflict).toBe(true)
    const foreign = { ...card, image: 'https://stranger.example/pixel.png' }
    const watched = { ...message, clientMessageId: randomUUID(), content: { type: 'card' as const, card: foreign } }
    const kept = (await contact.call('conversations:sendMessage', watched)).entry
    // Nobody's browser asks a server that the installation does not name.
    expect(kept).toMatchObject({ card })
    expect(JSON.stringify(kept)).not.toContain('stranger')
    const evil = { ...card, url: 'javascript:alert(1)' }
    const refused = { ...message, clientMessageId: randomUUID(), content: { type: 'card' as const, card: evil } }
    expect(await codeOf(contact.call('conversations:sendMessage', refused))).toBe('bad_request')
  })

  it('lists the files of a contact for agents, newest first', async () => {
    const visitor = await world.contact('a sender of files')
    const sent: string[] = []
    for (const name of ['1.txt', '2.txt', '3.txt']) {
      const attachment = await upload(uploadCommands(visitor), world.url, { name, bytes: Buffer.from(name) })
      const content = { type: 'files' as const, attachmentIds: [attachment.id], text: '' }
      await visitor.call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
      sent.unshift(name)
    }
    const { contact: self } = await visitor.call('conversations:openThread', {})
    const listed = async () => (await agent.call('conversations:listFilesOfContact', { contactId: self.id })).files
    await eventually('all are listed', async () => (await listed()).length === 3)
    expect((await listed()).map(({ attachment }) => attachment.name)).toEqual(sent)
  })

  it('brings a file from an agent to the visitor', async () => {
    const attachment = await put({ name: 'question.txt', bytes: Buffer.from('question') })
    const { threadId } = await send([attachment])
    const bytes = Buffer.from('answer')
    const answer = await upload(staffUploadCommands(agent), world.url, { name: 'answer.txt', bytes })
    const content = { type: 'files' as const, attachmentIds: [answer.id], text: 'here' }
    await agent.call('conversations:sendReply', { threadId, clientMessageId: randomUUID(), content })
    const { links } = await contact.call('conversations:linkFiles', { threadId, attachmentIds: [answer.id] })
    expect((await bytesAt(links[0]!.download)).toString()).toBe('answer')
  })

  it('leaves no temporary file behind', () => {
    const folder = join(data, 'files', 'temporary')
    const left = () => {
      try {
        return readdirSync(folder)
      } catch {
        return [] // the bucket needs none
      }
    }
    expect(left()).toEqual([])
  })
})
