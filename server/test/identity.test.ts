import { randomBytes } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { beginVisit, connected, contactSocket, signIn, staffSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>
let shop: { key: string; secret: string }

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  shop = { key: 'shop', secret: (await channelWithKey(admin.call, { key: 'shop' })).secret }
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

const now = () => Math.floor(Date.now() / 1000)

interface Making {
  secret?: string
  header?: Record<string, unknown>
  bytes?: Uint8Array
}

/** A token made by hand, as wrong as a test wants it. */
function tokenOf(claims: Record<string, unknown> | string, making: Making = {}): Promise<string> {
  const [kid = '', key = ''] = (making.secret ?? shop.secret).split('.')
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims)
  return new CompactEncrypt(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, ...making.header })
    .encrypt(making.bytes ?? Buffer.from(key, 'base64url'))
}

const claims = (more: Record<string, unknown> = {}) => ({
  aud: 'shop',
  sub: 'user-1',
  iat: now(),
  exp: now() + 3_600,
  ...more,
})

const identify = (identity: string, more: Record<string, unknown> = {}) =>
  beginSession(world.url, { channelKey: 'shop', identity, ...more })

describe('a contact token', () => {
  it('makes the session of the contact that the host speaks of, the same one each time', async () => {
    const known = { sub: 'user-2', name: '小明', avatar: 'https://img.example.com/2.png', email: 'two@example.com' }
    const first = await identify(await tokenOf(claims(known)))
    expect(first).toMatchObject({
      status: 200,
      session: { contact: { name: '小明', avatarUrl: 'https://img.example.com/2.png', isIdentified: true } },
    })
    const again = await identify(await tokenOf(claims(known)))
    expect(again.session.contact.id).toBe(first.session.contact.id)
    const other = await identify(await tokenOf(claims({ ...known, sub: 'user-3' })))
    expect(other.session.contact.id).not.toBe(first.session.contact.id)
    const { socket, call } = contactSocket(world.url, first.session.token)
    await connected(socket)
    expect((await call('conversations:openThread', {})).contact.name).toBe('小明')
    socket.disconnect()
  })

  it('makes one contact of twenty arrivals at once', async () => {
    const token = await tokenOf(claims({ sub: 'racer', name: 'Racer' }))
    const answers = await Promise.all(Array.from({ length: 20 }, () => identify(token)))
    expect(new Set(answers.map(({ session }) => session.contact?.id)).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  it('brings a newer name, and an older token does not bring the old one back', async () => {
    const earlier = await tokenOf(claims({ sub: 'renamed', name: 'Before', iat: now() - 100 }))
    const later = await tokenOf(claims({ sub: 'renamed', name: 'After' }))
    expect((await identify(earlier)).session.contact.name).toBe('Before')
    expect((await identify(later)).session.contact.name).toBe('After')
    expect((await identify(earlier)).session.contact.name).toBe('After')
  })

  it('lasts no longer in the session than in the token, however often it is continued; sockets are cut then', async () => {
    const { session } = await identify(await tokenOf(claims({ sub: 'brief', exp: now() + 3 })))
    const continued = await beginSession(world.url, { channelKey: 'shop', token: session.token })
    expect(continued.session).toMatchObject({ expiresAt: session.expiresAt, contact: { id: session.contact.id } })
    const { socket } = contactSocket(world.url, continued.session.token)
    await connected(socket)
    await eventually('it is cut', () => !socket.connected, 6_000)
    socket.disconnect()
    const after = await beginSession(world.url, { channelKey: 'shop', token: session.token })
    expect(after.session.contact.isIdentified).toBe(false)
    expect(after.session.contact.id).not.toBe(session.contact.id)
  })

  it('counts only what is encrypted in it', async () => {
    const token = await tokenOf(claims({ sub: 'plain', name: 'Plain' }), {
      header: { name: 'Forged', sub: 'user-1', role: 'admin' },
    })
    const { session } = await identify(token)
    expect(session.contact.name).toBe('Plain')
    expect((await identify(token, { name: 'Forged' })).error?.code).toBe('bad_request')
  })
})

describe('a contact token is refused', () => {
  const refusal = async (token: string | Promise<string>): Promise<string> =>
    (await identify(await token)).error?.code ?? 'accepted'

  it('with any one of its characters changed', async () => {
    const token = await tokenOf(claims({ name: 'Bytes' }))
    const changed = [...token].map((character, at) => {
      const other = character === 'A' ? 'B' : character === '.' ? 'A' : 'A'
      return token.slice(0, at) + other + token.slice(at + 1)
    })
    const answers = await Promise.all(changed.map(refusal))
    const accepted = changed.filter((_, at) => answers[at] !== 'identity_refused')
    // The last character of a part carries bits that base64url does not use: the same bytes, the same token.
    const bytes = (text: string) => text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'))
    expect(accepted.filter((each) => bytes(each).join() !== bytes(token).join())).toEqual([])
  })

  it.each<[string, () => Promise<string>]>([
    ['made with another key under the same id', () => tokenOf(claims(), { bytes: randomBytes(32) })],
    ['under an unknown key id', () => tokenOf(claims(), { header: { kid: 'parley_000000000000' } })],
    ['without a key id', () => tokenOf(claims(), { header: { kid: undefined } })],
    ['for another channel', () => tokenOf(claims({ aud: 'other' }))],
    ['for several channels', () => tokenOf(claims({ aud: ['shop', 'other'] }))],
    ['for none', () => tokenOf(claims({ aud: undefined }))],
    ['without exp', () => tokenOf(claims({ exp: undefined }))],
    ['without iat', () => tokenOf(claims({ iat: undefined }))],
    ['without sub', () => tokenOf(claims({ sub: undefined }))],
    ['with an empty sub', () => tokenOf(claims({ sub: '' }))],
    ['with an operator as sub', () => tokenOf(claims({ sub: { $ne: null } }))],
    ['from the future', () => tokenOf(claims({ iat: now() + 3_600, exp: now() + 7_200 }))],
    ['that ends before it begins', () => tokenOf(claims({ iat: now(), exp: now() }))],
    ['with times as text', () => tokenOf(claims({ iat: String(now()), exp: String(now() + 60) }))],
    ['with a time beyond all calendars', () => tokenOf(claims({ exp: 1e300 }))],
    ['with a script as avatar', () => tokenOf(claims({ avatar: 'javascript:alert(1)' }))],
    ['with a name of a hundred and one', () => tokenOf(claims({ name: 'x'.repeat(101) }))],
    ['with too many attributes', () => tokenOf(claims({ attributes: Object.fromEntries(manyPairs(31)) }))],
    ['with attributes within attributes', () => tokenOf(claims({ attributes: { a: { b: 1 } } }))],
    ['that is no JSON inside', () => tokenOf('not json')],
    ['that is a list inside', () => tokenOf('[]')],
    ['that is null inside', () => tokenOf('null')],
    ['whose key is wrapped', async () => (await tokenOf(claims())).replace('..', '.AAAA.')],
    ['with another content encryption', () => withHeader({ alg: 'dir', enc: 'A128CBC-HS256' })],
    ['that says alg none', () => withHeader({ alg: 'none', enc: 'A256GCM' })],
    ['that says HS256', () => withHeader({ alg: 'HS256' })],
    ['that brings its own key', () => withHeader({ alg: 'dir', enc: 'A256GCM', jwk: { kty: 'oct', k: 'AA' } })],
    ['that says it is compressed', () => withHeader({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })],
    ['with a critical header that nobody knows', () => withHeader({ alg: 'dir', enc: 'A256GCM', crit: ['x'], x: 1 })],
    ['that is signed instead', async () => `${part({ alg: 'HS256' })}.${part(claims())}.AAAA`],
    ['that is neither', async () => 'x.y.z'],
    ['of no parts', async () => '....'],
    ['that is empty', async () => ''],
  ])('%s', async (_what, make) => {
    expect(await refusal(make())).toBe('identity_refused')
  })

  const manyPairs = (count: number) => Array.from({ length: count }, (_, index) => [`a${index}`, index])
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  /** A real token under another header: nothing of it may be believed before it is authentic. */
  const withHeader = async (header: Record<string, unknown>) => {
    const [, ...rest] = (await tokenOf(claims())).split('.')
    return [part({ kid: shop.secret.split('.')[0], ...header }), ...rest].join('.')
  }

  it('by name when it has expired', async () => {
    const old = tokenOf(claims({ iat: now() - 100, exp: now() - 1 }))
    expect(await refusal(old)).toBe('identity_expired')
  })

  it('when it is huge, without being looked into', async () => {
    const huge = await tokenOf(claims({ attributes: { blob: 'x'.repeat(40_000) } }))
    expect(await refusal(huge)).toBe('bad_request')
  })

  it("with another channel's key, and in another channel", async () => {
    const { secret } = await channelWithKey(admin.call, { key: 'second' })
    expect(await refusal(tokenOf(claims(), { secret }))).toBe('identity_refused')
    const theirs = await tokenOf(claims({ aud: 'second' }), { secret })
    expect(await refusal(theirs)).toBe('identity_refused')
    expect((await beginSession(world.url, { channelKey: 'second', identity: theirs })).status).toBe(200)
  })

  it("where a contact's or staff's session is meant, and the reverse", async () => {
    const token = await tokenOf(claims())
    const { session } = await identify(token)
    const { cookie } = await signIn(world.url, 'admin', 'admin')
    const staffToken = cookie.split('=')[1] ?? ''
    const { token: visitorToken } = await beginVisit(world.url, 'shop')
    const knock = async ({ socket }: { socket: ReturnType<typeof contactSocket>['socket'] }) => {
      const code = await connected(socket).then(
        () => 'let in',
        (error: { data?: { code: string } }) => error.data?.code,
      )
      socket.disconnect()
      return code
    }
    const cookieOf = (value: string) => `parley_session=${value}`
    expect(await knock(contactSocket(world.url, token))).toBe('unauthenticated')
    expect(await knock(contactSocket(world.url, staffToken))).toBe('unauthenticated')
    expect(await knock(staffSocket(world.url, cookieOf(token)))).toBe('unauthenticated')
    expect(await knock(staffSocket(world.url, cookieOf(session.token)))).toBe('unauthenticated')
    expect(await refusal(session.token)).toBe('identity_refused')
    expect(await refusal(visitorToken)).toBe('identity_refused')
    expect(await refusal(staffToken)).toBe('identity_refused')
  })
})

describe('a signing key', () => {
  it('that overlaps goes on making sessions; once it is retired its tokens, sessions and sockets end', async () => {
    const made = await channelWithKey(admin.call, { key: 'rotating' })
    const of = (secret: string) => tokenOf(claims({ aud: 'rotating', sub: 'r' }), { secret })
    const begin = async (secret: string) =>
      beginSession(world.url, { channelKey: 'rotating', identity: await of(secret) })
    const { channel, secret } = await admin.call('channels:rotateSigningKey', {
      channelId: made.channel.id,
      version: made.channel.version,
      overlapHours: 1,
    })
    const [former, present] = [await begin(made.secret), await begin(secret)]
    expect(former.session.contact.id).toBe(present.session.contact.id)
    const sockets = [former, present].map(({ session }) => contactSocket(world.url, session.token))
    await Promise.all(sockets.map(({ socket }) => connected(socket)))
    await admin.call('channels:retireSigningKey', {
      channelId: channel.id,
      version: channel.version,
      keyId: made.secret.split('.')[0]!,
    })
    await eventually('both are cut', () => sockets.every(({ socket }) => !socket.connected), 3_000)
    for (const { socket } of sockets) socket.connect()
    await eventually('the one by the present key is back', () => sockets[1]!.socket.connected)
    expect((await begin(made.secret)).error?.code).toBe('identity_refused')
    const remembered = await beginSession(world.url, { channelKey: 'rotating', token: former.session.token })
    expect(remembered.session.contact.isIdentified).toBe(false)
    expect(sockets[0]!.socket.connected).toBe(false)
    for (const { socket } of sockets) socket.disconnect()
  })
})
