import { randomBytes, randomUUID } from 'node:crypto'
import type { UploadLimits } from '@parley/shared/channels/channel'
import type { WireError } from '@parley/shared/kernel/errors'
import sharp from 'sharp'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { staffUploadCommands, upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'

const MB = 1024 * 1024
const OPEN: UploadLimits = { image: null, video: null, file: null, perDay: null }
let world: World
let admin: SimulatedAgent
let contact: SimulatedContact

beforeAll(async () => {
  world = await World.start({ environment: { FILE_MAX_MB: '3' } })
  admin = await world.agent('demo')
  contact = await world.contact('a visitor')
})
afterAll(async () => expect(await world.end()).toEqual([]))

async function limit(uploadLimits: UploadLimits): Promise<void> {
  const { channels } = await admin.call('channels:listChannels', {})
  const { id: channelId, version } = channels.find(({ key }) => key === 'demo')!
  const { channel } = await admin.call('channels:updateChannel', { channelId, version, change: { uploadLimits } })
  expect(channel.uploadLimits).toEqual(uploadLimits)
}

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    ({ code, details }: { code: string; details: Omit<WireError, 'code'> }) =>
      [code, details.reason ?? details.limit].filter((part) => part !== undefined).join(' '),
  )
const ask = (size: number, declaredType: string, who = contact) =>
  outcome(uploadCommands(who).request({ clientUploadId: randomUUID(), name: 'a', size, declaredType }))
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)])

describe('a channel says what its contacts may send', () => {
  it('how large, below the installation and never above it', async () => {
    await limit({ ...OPEN, file: 1 })
    expect(await ask(2 * MB, 'application/pdf')).toBe(`too_large ${MB}`)
    expect(await ask(MB, 'application/pdf')).toBe('done')
    await limit({ ...OPEN, file: 100 })
    expect(await ask(4 * MB, 'application/pdf')).toBe(`too_large ${3 * MB}`)
    await limit(OPEN)
    expect(await ask(2 * MB, 'application/pdf')).toBe('done')
  })

  it('which kinds, by what they declare and by what they are', async () => {
    await limit({ ...OPEN, image: 0 })
    expect(await ask(10, 'image/png')).toBe('type_refused not_here')
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } })
      .png()
      .toBuffer()
    const disguised = upload(uploadCommands(contact), world.url, { name: 'a.pdf', bytes: png, type: 'application/pdf' })
    expect(await outcome(disguised)).toBe('type_refused not_here')
    expect(await ask(10, 'application/pdf')).toBe('done')
    const answer = { name: 'a.png', bytes: png, type: 'image/png' }
    expect(await outcome(upload(staffUploadCommands(admin), world.url, answer))).toBe('done')
  })

  it('how much in a day, of each contact for themselves', async () => {
    await limit({ ...OPEN, perDay: 2 })
    const [one, other] = [await world.contact('one'), await world.contact('other')]
    await upload(uploadCommands(one), world.url, { name: 'a.pdf', bytes: pdf(1.5 * MB), type: 'application/pdf' })
    expect(await ask(MB, 'application/pdf', one)).toBe(`quota_exceeded ${2 * MB}`)
    expect(await ask(MB, 'application/pdf', other)).toBe('done')
    await limit(OPEN)
    expect(await ask(MB, 'application/pdf', one)).toBe('done')
  })

  it('in whole megabytes', async () => {
    const { channels } = await admin.call('channels:listChannels', {})
    const { id: channelId, version } = channels.find(({ key }) => key === 'demo')!
    for (const image of [-1, 0.5, 10_001]) {
      const change = { uploadLimits: { ...OPEN, image } }
      expect(await outcome(admin.call('channels:updateChannel', { channelId, version, change }))).toBe('bad_request')
    }
  })
})
