import mongoose from 'mongoose'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket, signIn } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off' } })
  await seedStaff(world.uri, [
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'agent', roles: ['agent'], capacity: 5 },
  ])
  admin = await staffOf(world.url, 'admin')
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

const refusalOf = async (token: string, headers: Record<string, string> = {}): Promise<string> => {
  const { socket } = contactSocket(world.url, token, headers)
  const refusal = await connected(socket).then(
    () => 'let in',
    (error: { data?: { code: string } }) => error.data?.code ?? 'no reason',
  )
  socket.disconnect()
  return refusal
}

describe('a channel', () => {
  it('is made, listed and changed, each change seen by whoever looks next', async () => {
    const { channel } = await channelWithKey(admin.call, { key: 'made', name: 'Made' })
    const change = { name: 'Renamed', colour: '#abcdef', allowedOrigins: ['https://shop.example.com'] }
    const changed = await admin.call('channels:updateChannel', { channelId: channel.id, version: 1, change })
    expect(changed.channel).toMatchObject({ ...change, key: 'made', version: 2 })
    const { channels } = await admin.call('channels:listChannels', {})
    expect(channels).toContainEqual(changed.channel)
    expect(JSON.stringify(channels)).not.toContain('secret')
  })

  it('cannot be changed by whoever saw an older version, nor take a key that is taken, nor an unknown queue', async () => {
    const { channel } = await channelWithKey(admin.call, { key: 'versions' })
    const rename = (name: string) =>
      admin.call('channels:updateChannel', { channelId: channel.id, version: channel.version, change: { name } })
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => codeOf(rename(name))))
    expect(answers.sort()).toEqual(['allowed', 'edit_conflict', 'edit_conflict'])
    expect(await codeOf(channelWithKey(admin.call, { key: 'versions' }))).toBe('name_taken')
    expect(await codeOf(channelWithKey(admin.call, { key: 'no-queue', queueId: 'f'.repeat(24) }))).toBe('not_found')
  })

  it.each([
    'https://shop.example.com/',
    'https://*.example.com',
    'shop.example.com',
    'javascript:alert(1)',
    'https://shop.example.com/path',
    'https://SHOP.example.com',
    "https://a.example'; script-src *",
  ])('does not take %s for an origin', async (origin) => {
    expect(await codeOf(channelWithKey(admin.call, { key: 'origins', allowedOrigins: [origin] }))).toBe('bad_request')
  })

  it('is a matter for those who may: others can neither read nor change it', async () => {
    const agent = await staffOf(world.url, 'agent')
    expect(await codeOf(agent.call('channels:listChannels', {}))).toBe('forbidden')
    expect(await codeOf(channelWithKey(agent.call, { key: 'agents' }))).toBe('forbidden')
    agent.socket.disconnect()
  })

  it("of another tenant gets the same answer as none, and is not in this tenant's list", async () => {
    const { channel } = await channelWithKey(admin.call, { key: 'theirs' })
    await seedStaff(world.uri, [{ login: 'mover', roles: ['admin'], capacity: 0 }])
    await signIn(world.url, 'mover', 'mover')
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const moved = { $set: { tenantId: 'elsewhere' } }
    await connection.collection('channels').updateOne({ key: 'theirs' }, moved)
    await connection.close()
    const { id: channelId, version } = channel
    const attempts = [
      admin.call('channels:updateChannel', { channelId, version, change: { name: 'Mine' } }),
      admin.call('channels:rotateSigningKey', { channelId, version, overlapHours: 0 }),
      admin.call('channels:retireSigningKey', { channelId, version, keyId: channel.signingKeys[0]!.id }),
    ]
    expect(await Promise.all(attempts.map(codeOf))).toEqual(['not_found', 'not_found', 'not_found'])
    const { channels } = await admin.call('channels:listChannels', {})
    expect(channels.map(({ key }) => key)).not.toContain('theirs')
  })
})

describe('signing keys', () => {
  it('are shown once, overlap as long as asked, and end at once when retired', async () => {
    const { channel, secret } = await channelWithKey(admin.call, { key: 'keys' })
    const [first] = channel.signingKeys
    expect(secret).toMatch(new RegExp(`^${first!.id}\\.[\\w-]{43}$`))
    const second = await admin.call('channels:rotateSigningKey', {
      channelId: channel.id,
      version: channel.version,
      overlapHours: 48,
    })
    const [added, former] = second.channel.signingKeys
    expect(added!.retiresAt).toBeNull()
    expect(Date.parse(former!.retiresAt ?? '') - Date.now()).toBeGreaterThan(47 * 3_600_000)
    const third = await admin.call('channels:retireSigningKey', {
      channelId: channel.id,
      version: second.channel.version,
      keyId: former!.id,
    })
    expect(Date.parse(third.channel.signingKeys[1]!.retiresAt ?? '')).toBeLessThanOrEqual(Date.now() + 1_000)
    const { records } = await admin.call('audit:listAudit', {})
    const recorded = records.filter(({ subject }) => subject?.id === channel.id)
    expect(recorded.map(({ action }) => action)).toEqual([
      'key.revoked',
      'key.rotated',
      'key.created',
      'channel.created',
    ])
    expect(JSON.stringify(recorded)).not.toContain(secret.split('.')[1])
  })
})

describe("a channel's page", () => {
  const frameAncestors = async (path: string): Promise<string | undefined> => {
    const response = await fetch(`${world.url}${path}`)
    return /frame-ancestors ([^;]+)/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  }

  it('is framed by exactly the sites that the channel names; every other page by none', async () => {
    const allowedOrigins = ['https://shop.example.com', 'http://localhost:8080']
    await channelWithKey(admin.call, { key: 'framed', allowedOrigins })
    await channelWithKey(admin.call, { key: 'unframed' })
    await channelWithKey(admin.call, { key: 'off', allowedOrigins, isEnabled: false })
    expect(await frameAncestors('/c/framed')).toBe("'self' https://shop.example.com http://localhost:8080")
    expect(await frameAncestors('/c/unframed')).toBe("'self'")
    expect(await frameAncestors('/c/off')).toBe("'none'")
    expect(await frameAncestors('/c/unknown')).toBe("'none'")
    expect(await frameAncestors('/console/')).toBe("'none'")
  })

  it('is told how it looks, which scripts of its sites may read and no others', async () => {
    const site = 'https://look.example.com'
    await channelWithKey(admin.call, { key: 'look', name: 'Looks', allowedOrigins: [site] })
    const read = (origin: string) => fetch(`${world.url}/api/v1/contact/channel/look`, { headers: { origin } })
    const [theirs, foreign] = [await read(site), await read('https://elsewhere.example')]
    expect(await theirs.json()).toEqual({
      key: 'look',
      name: 'Looks',
      greeting: { en: 'Hello', 'zh-CN': '你好' },
      colour: '#123456',
      locale: 'auto',
      allowsAnonymous: true,
      allowsAccounts: false,
    })
    expect(theirs.headers.get('access-control-allow-origin')).toBe(site)
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect((await fetch(`${world.url}/api/v1/contact/channel/unknown`)).status).toBe(404)
    expect((await fetch(`${world.url}/api/v1/contact/channel/$where`)).status).toBe(404)
  })
})

describe('whoever does not say who they are', () => {
  it('is refused by name where the channel wants to know, also with a session of before', async () => {
    const { channel } = await channelWithKey(admin.call, { key: 'members' })
    const before = await beginSession(world.url, { channelKey: 'members' })
    expect(before.session).toMatchObject({ contact: { isIdentified: false }, channel: { key: 'members' } })
    const change = { allowsAnonymous: false }
    await admin.call('channels:updateChannel', { channelId: channel.id, version: channel.version, change })
    expect(await beginSession(world.url, { channelKey: 'members' })).toMatchObject({
      status: 403,
      error: { code: 'anonymous_refused' },
    })
    const again = await beginSession(world.url, { channelKey: 'members', token: before.session.token })
    expect(again.error?.code).toBe('anonymous_refused')
    expect(await refusalOf(before.session.token)).toBe('unauthenticated')
  })

  it('finds no disabled channel, and is let out of it', async () => {
    const { channel } = await channelWithKey(admin.call, { key: 'closing' })
    const { session } = await beginSession(world.url, { channelKey: 'closing' })
    const visitor = contactSocket(world.url, session.token)
    await connected(visitor.socket)
    const change = { isEnabled: false }
    await admin.call('channels:updateChannel', { channelId: channel.id, version: channel.version, change })
    await eventually('the visitor is let out', () => !visitor.socket.connected, 3_000)
    visitor.socket.disconnect()
    expect(await refusalOf(session.token)).toBe('unauthenticated')
    expect((await beginSession(world.url, { channelKey: 'closing' })).status).toBe(404)
  })

  it('comes from our page or a site of the channel, not from another', async () => {
    const site = 'https://handshake.example.com'
    await channelWithKey(admin.call, { key: 'handshake', allowedOrigins: [site] })
    const { session } = await beginSession(world.url, { channelKey: 'handshake' })
    expect(await refusalOf(session.token, { origin: site })).toBe('let in')
    expect(await refusalOf(session.token, { origin: world.url })).toBe('let in')
    expect(await refusalOf(session.token, { origin: 'https://elsewhere.example' })).toBe('forbidden')
    expect(await refusalOf(session.token, { origin: 'null' })).toBe('forbidden')
  })
})
