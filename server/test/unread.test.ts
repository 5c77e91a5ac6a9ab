import { randomUUID } from 'node:crypto'
import { issueContactToken } from '@parley/token'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket, postJson } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

const SITE = 'https://badge.example.com'
let world: World
let admin: Awaited<ReturnType<typeof staffOf>>
let secret: string

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'agent', roles: ['agent'], capacity: 50 },
  ])
  admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop', allowedOrigins: [SITE] })).secret
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

const tokenFor = (sub: string, more = {}) => issueContactToken({ secret, channel: 'shop', sub, ...more })

const ask = (token: string, headers: Record<string, string> = {}) =>
  fetch(`${world.url}/api/v1/contact/unread`, { headers: { authorization: `Bearer ${token}`, ...headers } })

const unreadOf = async (token: string): Promise<number> =>
  ((await (await ask(token)).json()) as { unread: number }).unread

const text = (words: string) => ({ clientMessageId: randomUUID(), content: { type: 'text' as const, text: words } })

describe('the unread count', () => {
  it('is nothing for somebody who was never here, and leaves no trace of them', async () => {
    const before = (await world.snapshot()).threads.length
    const answer = await ask(await tokenFor('never-here'))
    expect([answer.status, await answer.json()]).toEqual([200, { unread: 0 }])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await world.snapshot()).threads.length).toBe(before)
  })

  it('counts what staff wrote since the contact last read, for the contact token as for the session', async () => {
    const agent = await world.agent('agent')
    const token = await tokenFor('reader')
    const { session } = await beginSession(world.url, { channelKey: 'shop', identity: token })
    const { socket, call } = contactSocket(world.url, session.token)
    await connected(socket)
    const { entry } = await call('conversations:sendMessage', { threadId: null, ...text('hello') })
    await eventually('it is assigned', () => agent.conversations.get(entry.conversationId)?.state === 'assigned')
    for (const words of ['one', 'two', 'three']) {
      await agent.call('conversations:sendReply', { threadId: entry.threadId, ...text(words) })
    }
    await agent.call('conversations:addNote', { threadId: entry.threadId, clientMessageId: randomUUID(), text: 'note' })
    await eventually('three are counted', async () => (await unreadOf(token)) === 3)
    expect(await unreadOf(session.token)).toBe(3)
    const opened = await call('conversations:openThread', {})
    const position = opened.thread?.position ?? 0
    await call('conversations:markRead', { threadId: entry.threadId, position })
    expect([await unreadOf(token), await unreadOf(session.token)]).toEqual([0, 0])
    expect(await unreadOf(await tokenFor('somebody-else'))).toBe(0)
    socket.disconnect()
  })

  it.each([
    ['no token', '', 'unauthenticated'],
    ['a made-up one', 'Bearer x.y.z', 'unauthenticated'],
    ['one of five parts', 'Bearer a.b.c.d.e', 'identity_refused'],
    ['another scheme', 'Basic dXNlcjpwYXNz', 'unauthenticated'],
  ])('is refused to %s', async (_what, authorization, code) => {
    const response = await fetch(`${world.url}/api/v1/contact/unread`, { headers: { authorization } })
    expect([response.status, await response.json()]).toEqual([401, { error: { code } }])
  })

  it('is refused to an expired token by name, readably for the page that has to fetch a new one', async () => {
    const token = await tokenFor('brief', { expiresInSeconds: 1 })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const response = await ask(token, { origin: SITE })
    expect(await response.json()).toEqual({ error: { code: 'identity_expired' } })
    expect(response.headers.get('access-control-allow-origin')).toBe(SITE)
  })

  it('may be read by pages of the channel and no others, after asking', async () => {
    const token = await tokenFor('cors')
    const origins = [SITE, 'https://elsewhere.example']
    const answers = await Promise.all(origins.map((origin) => ask(token, { origin })))
    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([SITE, null])
    const preflight = await fetch(`${world.url}/api/v1/contact/unread`, {
      method: 'OPTIONS',
      headers: {
        origin: SITE,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(SITE)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('is limited for each contact', async () => {
    const strict = await World.start({ environment: { UNREAD_PER_MINUTE: '5' } })
    const { token } = (await (
      await postJson(`${strict.url}/api/v1/demo/contact-token`, { userId: 'demo-user-1' })
    ).json()) as { token: string }
    await beginSession(strict.url, { channelKey: 'demo', identity: token })
    const statuses: number[] = []
    for (let count = 0; count < 7; count += 1) {
      const answer = await fetch(`${strict.url}/api/v1/contact/unread`, {
        headers: { authorization: `Bearer ${token}` },
      })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(await strict.end()).toEqual([])
  })
})

describe('the demo', () => {
  const post = (url: string, body: unknown) => postJson(`${url}/api/v1/demo/contact-token`, body)

  it('has nine users and speaks for them', async () => {
    const { users } = (await (await fetch(`${world.url}/api/v1/demo/users`)).json()) as { users: { id: string }[] }
    expect(users.map(({ id }) => id)).toEqual(Array.from({ length: 9 }, (_, index) => `demo-user-${index + 1}`))
    for (const { id } of users) {
      const { token } = (await (await post(world.url, { userId: id })).json()) as { token: string }
      const { session } = await beginSession(world.url, { channelKey: 'demo', identity: token })
      expect(session.contact).toMatchObject({ isIdentified: true, name: `User 0${id.at(-1)}` })
    }
    expect((await post(world.url, { userId: 'demo-user-10' })).status).toBe(404)
  })

  it('signs nothing where it is off', async () => {
    const real = await World.start({ environment: { DEMO: 'off' } })
    expect((await fetch(`${real.url}/api/v1/demo/users`)).status).toBe(404)
    expect((await post(real.url, { userId: 'demo-user-1' })).status).toBe(404)
    expect((await post(real.url, {})).status).toBe(404)
    expect(await real.end()).toEqual([])
  })
})
