import type { ErrorCode } from '@parley/shared/kernel/errors'
import sharp from 'sharp'
import { eventually } from '../src/testing/eventually.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

const codeOf = (attempt: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  attempt.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )

const plain = (background: string, width = 300, height = 200) =>
  sharp({ create: { width, height, channels: 3, background } })
const base64 = (bytes: Buffer) => bytes.toString('base64')

describe.each(storages)('pictures of people in $name', ({ environment }) => {
  let world: World
  let agent: SimulatedAgent

  beforeAll(async () => {
    world = await World.start({ environment: environment() })
    agent = await world.agent('demo')
  })

  afterAll(async () => expect(await world.end()).toEqual([]))

  const get = (address: string) => fetch(new URL(address, world.url))
  const own = async () => (await agent.call('accounts:getProfile', {})).staff
  const set = async (picture: string | null) => (await agent.call('accounts:setOwnAvatar', { picture })).staff.avatar

  it('are drawn anew as squares of two sizes, without what the camera wrote into them', async () => {
    const sent = await plain('#c22')
      .jpeg()
      .withExif({ IFD0: { Make: 'SecretCamera' } })
      .toBuffer()
    const avatar = await set(base64(sent))
    for (const side of [96, 256]) {
      const answer = await get(`${avatar}/${side}`)
      expect(answer.headers.get('cache-control')).toMatch(/public/)
      expect(answer.headers.get('content-type')).toBe('image/webp')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: side, height: side })
      expect(bytes.includes('SecretCamera')).toBe(false)
    }
    expect((await own()).avatar).toBe(avatar)
  })

  it('are replaced under an address that older ones still lead to, and gone once they are taken away', async () => {
    const first = await set(base64(await plain('#c22').png().toBuffer()))
    const second = await set(base64(await plain('#2c2').webp().toBuffer()))
    expect(second).not.toBe(first)
    for (const address of [first, second]) {
      const shown = await sharp(Buffer.from(await (await get(`${address}/96`)).arrayBuffer())).stats()
      expect(shown.dominant.g).toBeGreaterThan(shown.dominant.r)
    }
    expect(await set(null)).toBeNull()
    for (const address of [first, second]) expect((await get(`${address}/96`)).status).toBe(404)
  })

  it('are shown to the contact who is talked with', async () => {
    const avatar = await set(base64(await plain('#22c').png().toBuffer()))
    await agent.call('presence:setStatus', { status: 'online' })
    const contact = await world.contact('somebody who is answered')
    contact.say('hello')
    await eventually('the picture came with the agent', async () => {
      const { thread } = await contact.call('conversations:openThread', {})
      return thread?.conversation?.assigneeAvatar === avatar
    })
  })

  it('are given to a contact by those who answer them, and shown wherever the contact stands', async () => {
    const contact = await world.contact('somebody with a face')
    contact.say('whose face is this?')
    const isTheirs = ({ lastMessage }: { lastMessage: { preview: string | null } | null }) =>
      lastMessage?.preview === 'whose face is this?'
    await eventually('the agent has it', () => [...agent.conversations.values()].some(isTheirs))
    const conversation = [...agent.conversations.values()].find(isTheirs)!
    const contactId = conversation.contact.id
    const listed = () => agent.conversations.get(conversation.id)?.contact.avatar
    const give = async (picture: string | null) =>
      (await agent.call('contacts:setAvatar', { contactId, picture })).contact
    const { avatar } = await give(base64(await plain('#22c').png().toBuffer()))
    expect((await get(`${avatar}/96`)).status).toBe(200)
    await eventually('the list shows it', () => listed() === avatar)
    expect(await codeOf(agent.call('contacts:setAvatar', { contactId, picture: base64(Buffer.from('<html>')) }))).toBe(
      'type_refused',
    )
    expect((await agent.call('contacts:readContact', { contactId })).contact.avatar).toBe(avatar)
    expect((await give(null)).avatar).toBeNull()
    await eventually('initials again', () => listed() === null)
    expect((await get(`${avatar}/96`)).status).toBe(404)
  })

  it.each([
    ['a text', () => Buffer.from('<html>'), 'type_refused'],
    ['a drawing that is a document', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type_refused'],
    [
      'more pixels than anybody shows',
      () => plain('#fff', 5_000, 5_000).png({ palette: true }).toBuffer(),
      'too_many_pixels',
    ],
    [
      'half a picture',
      async () => {
        const whole = await plain('#c22').jpeg().toBuffer()
        return whole.subarray(0, whole.length / 2)
      },
      'media_damaged',
    ],
  ])('refuse %s and stay as they were', async (_, bytes, code) => {
    const before = (await own()).avatar
    expect(await codeOf(agent.call('accounts:setOwnAvatar', { picture: base64(await bytes()) }))).toBe(code)
    expect((await own()).avatar).toBe(before)
  })

  it.each(['/avatars/default/../files/signing-key/1/96', '/avatars/default/%2e%2e/1/96', '/avatars/a/b/c/d'])(
    'lead nowhere else: %s',
    async (path) => expect((await get(path)).status).toBe(404),
  )
})
