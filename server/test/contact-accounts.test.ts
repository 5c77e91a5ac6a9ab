import { randomUUID } from 'node:crypto'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket, postJson } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>

beforeAll(async () => {
  world = await World.start({ environment: { TRUST_PROXY: '1' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  await channelWithKey(admin.call, { key: 'members', allowsAccounts: true, allowsAnonymous: true })
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

interface Answer {
  status: number
  body: { token: string; contact: { id: string; name: string; isIdentified: boolean }; error?: { code: string } }
}

async function post(path: string, body: Record<string, unknown>, address = randomAddress()): Promise<Answer> {
  const url = `${world.url}/api/v1/contact/account/${path}`
  const response = await postJson(url, { channelKey: 'members', ...body }, { 'x-forwarded-for': address })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

/** So that one test does not use up the limit of another. */
const randomAddress = () => `198.51.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`
const newSession = async (more: { token?: string }) =>
  (await beginSession(world.url, { channelKey: 'members', ...more })).session
const authorized = (token: string, method: string) => ({ method, headers: { authorization: `Bearer ${token}` } })
const end = async (token: string): Promise<number> =>
  (await fetch(`${world.url}/api/v1/contact/session`, authorized(token, 'DELETE'))).status
const unread = (token: string) => fetch(`${world.url}/api/v1/contact/unread`, authorized(token, 'GET'))
const newLogin = () => `user-${randomUUID().slice(0, 8)}`
const password = 'a password of theirs'

describe('a contact account', () => {
  it('is registered once, signed in to from anywhere, and always the same contact', async () => {
    const login = newLogin()
    const registered = await post('register', { login, password, name: 'Somebody' })
    expect(registered).toMatchObject({ status: 200, body: { contact: { name: 'Somebody', isIdentified: true } } })
    const signedIn = await post('sign-in', { login: ` ${login.toUpperCase()} `, password })
    expect(signedIn.body.contact).toEqual(registered.body.contact)
    expect((await post('register', { login, password })).body.error?.code).toBe('login_taken')
    const { contact } = await admin.call('contacts:readContact', { contactId: registered.body.contact.id })
    expect(contact).toMatchObject({ login, name: 'Somebody', externalId: null, isIdentified: true })
  })

  it('is made once of ten registrations at once', async () => {
    const login = newLogin()
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('register', { login, password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)])
  })

  it('keeps what its owner wrote before signing in', async () => {
    const { session } = await beginSession(world.url, { channelKey: 'members' })
    const before = contactSocket(world.url, session.token)
    await connected(before.socket)
    const content = { type: 'text' as const, text: 'anonymous words' }
    const { entry } = await before.call('conversations:sendMessage', {
      threadId: null,
      clientMessageId: randomUUID(),
      content,
    })
    const { body } = await post('register', { login: newLogin(), password, token: session.token })
    const after = contactSocket(world.url, body.token)
    await connected(after.socket)
    expect((await after.call('conversations:openThread', {})).thread?.id).toBe(entry.threadId)
    before.socket.disconnect()
    after.socket.disconnect()
  })

  it('answers an unknown login and a wrong password the same', async () => {
    const login = newLogin()
    await post('register', { login, password })
    const [unknown, wrong] = [
      await post('sign-in', { login: newLogin(), password }),
      await post('sign-in', { login, password: 'wrong password' }),
    ]
    expect([unknown.status, wrong.status]).toEqual([401, 401])
    expect(unknown.body).toEqual(wrong.body)
  })

  it('withstands guessing, without locking its owner out elsewhere', async () => {
    const login = newLogin()
    await post('register', { login, password })
    const guesses = []
    for (let count = 0; count < 12; count += 1) {
      guesses.push((await post('sign-in', { login, password: `guess ${count}` }, '203.0.113.7')).status)
    }
    expect(guesses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    expect((await post('sign-in', { login, password }, '203.0.113.8')).status).toBe(200)
  })

  it('is reset by a link, once, which ends every session of before', async () => {
    const login = newLogin()
    const { body } = await post('register', { login, password })
    const page = contactSocket(world.url, body.token)
    await connected(page.socket)
    const link = async () => {
      const { path } = await admin.call('contacts:makeResetLink', { contactId: body.contact.id })
      return /^\/c\/members#reset=([\w-]+)$/.exec(path)?.[1] ?? ''
    }
    const [void1, resetToken] = [await link(), await link()]
    expect((await post('reset', { resetToken: void1, password: 'new password' })).status).toBe(404)
    const resets = await Promise.all([1, 2, 3].map(() => post('reset', { resetToken, password: 'new password' })))
    expect(resets.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    await eventually('the old session is cut', () => !page.socket.connected, 3_000)
    page.socket.disconnect()
    const { records } = await admin.call('audit:listAudit', {})
    const recorded = records.filter(({ subject }) => subject?.id === body.contact.id)
    expect(recorded.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['link.used', login],
      ['link.made', 'admin'],
      ['link.made', 'admin'],
    ])
    expect(JSON.stringify(recorded)).not.toContain(resetToken)
    expect((await post('sign-in', { login, password })).status).toBe(401)
    expect((await post('sign-in', { login, password: 'new password' })).body.contact.id).toBe(body.contact.id)
  })

  it('keeps what its owner wrote without a name until the link came', async () => {
    const { body } = await post('register', { login: newLogin(), password })
    const { session } = await beginSession(world.url, { channelKey: 'members' })
    const before = contactSocket(world.url, session.token)
    await connected(before.socket)
    const content = { type: 'text' as const, text: 'I have lost my password' }
    const sent = { threadId: null, clientMessageId: randomUUID(), content }
    const { entry } = await before.call('conversations:sendMessage', sent)
    const { path } = await admin.call('contacts:makeResetLink', { contactId: body.contact.id })
    const answer = await post('reset', { resetToken: path.split('=')[1], password, token: session.token })
    const after = contactSocket(world.url, answer.body.token)
    await connected(after.socket)
    expect((await after.call('conversations:openThread', {})).thread?.id).toBe(entry.threadId)
    before.socket.disconnect()
    after.socket.disconnect()
  })

  it('is refused where the channel has none, and no visitor has one to reset', async () => {
    await channelWithKey(admin.call, { key: 'plain' })
    for (const path of ['register', 'sign-in']) {
      const answer = await post(path, { channelKey: 'plain', login: newLogin(), password })
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'accounts_refused'])
    }
    const { session } = await beginSession(world.url, { channelKey: 'members' })
    await expect(admin.call('contacts:makeResetLink', { contactId: session.contact.id })).rejects.toThrow('not_found')
  })

  it.each([
    ['a visitor', () => newSession({})],
    ['an account', async () => (await post('register', { login: newLogin(), password })).body],
  ])('signed out as %s, lets no copy of its tokens in, and other browsers go on', async (_who, begin) => {
    const first = await begin()
    const continued = await newSession({ token: first.token })
    const page = contactSocket(world.url, continued.token)
    await connected(page.socket)
    expect([await end(first.token), await end(first.token)]).toEqual([204, 204])
    await eventually('it is cut', () => !page.socket.connected, 3_000)
    page.socket.disconnect()
    for (const { token } of [first, continued]) {
      await expect(connected(contactSocket(world.url, token).socket)).rejects.toThrow('unauthenticated')
      expect((await unread(token)).status).toBe(401)
      expect((await newSession({ token })).contact.id).not.toBe(first.contact.id)
    }
    expect(await end('made.up.token')).toBe(401)
  })

  it('signed out in one browser goes on in another, and on the server that knows nothing of it yet', async () => {
    const login = newLogin()
    const { body: one } = await post('register', { login, password })
    const { body: other } = await post('sign-in', { login, password })
    const second = await startServer({ environment: { MONGODB_URI: world.uri } })
    const [here, there] = [contactSocket(second.url, one.token), contactSocket(second.url, other.token)]
    await Promise.all([connected(here.socket), connected(there.socket)])
    expect(await end(one.token)).toBe(204)
    await eventually('it is cut there', () => !here.socket.connected, 3_000)
    expect(there.socket.connected).toBe(true)
    await expect(connected(contactSocket(second.url, one.token).socket)).rejects.toThrow('unauthenticated')
    for (const { socket } of [here, there]) socket.disconnect()
    expect(await second.stop()).toBe(0)
  })

  it('that has ended proves nothing to whoever would take over what its visitor wrote', async () => {
    const visitor = await newSession({})
    const before = contactSocket(world.url, visitor.token)
    await connected(before.socket)
    const content = { type: 'text' as const, text: 'nobody else’s' }
    await before.call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
    before.socket.disconnect()
    expect(await end(visitor.token)).toBe(204)
    const { body } = await post('register', { login: newLogin(), password, token: visitor.token })
    const after = contactSocket(world.url, body.token)
    await connected(after.socket)
    expect((await after.call('conversations:openThread', {})).thread).toBeNull()
    after.socket.disconnect()
  })

  it('exists in the demo: test, with the password test', async () => {
    const answer = await post('sign-in', { channelKey: 'demo', login: 'test', password: 'test' })
    expect(answer).toMatchObject({ status: 200, body: { contact: { name: 'Contact 01' } } })
  })
})
