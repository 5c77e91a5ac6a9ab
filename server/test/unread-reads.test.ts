import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueContactToken } from '@parley/token'
import mongoose from 'mongoose'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket, postJson, staffSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import type { TestServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

const READS = join(mkdtempSync(join(tmpdir(), 'parley-reads-')), 'reads')
const SITE = 'https://badge.example.com'
/** Revocation reaches every process within two seconds; an answer that is under way then may take a moment more. */
const REVOKED_WITHIN_MS = 2_500

let world: World
let second: TestServer
let admin: Awaited<ReturnType<typeof staffOf>>
let shop: Awaited<ReturnType<typeof channelWithKey>>

beforeAll(async () => {
  const record = { preload: join(__dirname, 'faults', 'record-reads.cjs'), environment: { PARLEY_READS_FILE: READS } }
  world = await World.start(record)
  await seedStaff(world.uri, [
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'agent', roles: ['agent'], capacity: 50 },
  ])
  admin = await staffOf(world.url, 'admin')
  shop = await channelWithKey(admin.call, { key: 'shop', allowedOrigins: [SITE] })
  second = await startServer({ environment: { MONGODB_URI: world.uri, DEMO: 'off' } })
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await second.stop()).toBe(0)
  expect([...(await world.end()), ...second.guardRecord()]).toEqual([])
})

const text = (words: string) => ({ clientMessageId: randomUUID(), content: { type: 'text' as const, text: words } })

async function answerOf(url: string, token: string): Promise<[status: number, unread: number | undefined]> {
  const answer = await fetch(`${url}/api/v1/contact/unread`, { headers: { authorization: `Bearer ${token}` } })
  return [answer.status, ((await answer.json()) as { unread?: number }).unread]
}

const isUnread = (count: number, token: string) => async () => (await answerOf(world.url, token))[1] === count

/** Somebody whom the host knows, with a conversation in which an agent has answered twice. */
async function answered(sub: string) {
  const identity = await issueContactToken({ secret: shop.secret, channel: 'shop', sub })
  const { session } = await beginSession(world.url, { channelKey: 'shop', identity })
  const contact = contactSocket(world.url, session.token)
  await connected(contact.socket)
  const { entry } = await contact.call('conversations:sendMessage', { threadId: null, ...text('hello') })
  const agent = await world.agent('agent')
  await eventually('it is assigned', () => agent.conversations.get(entry.conversationId)?.state === 'assigned')
  for (const words of ['one', 'two']) {
    await agent.call('conversations:sendReply', { threadId: entry.threadId, ...text(words) })
  }
  agent.close()
  contact.socket.disconnect()
  await eventually('two are counted', isUnread(2, identity))
  return { identity, session, threadId: entry.threadId, contactId: session.contact.id }
}

const reads = (): string[] => readFileSync(READS, 'utf8').trim().split('\n')

/** The reads of the store that ten questions take. Asked again when something else was read between them. */
async function eventuallyReads(token: string, expected: string[]): Promise<void> {
  let found: string[] = []
  await eventually('ten questions take ten reads', async () => {
    const before = reads().length
    for (let count = 0; count < 10; count += 1) expect((await answerOf(world.url, token))[0]).toBe(200)
    found = reads().slice(before)
    return found.length === 10
  }).catch(() => expect(found).toEqual(expected))
  expect(found).toEqual(expected)
}

const OF_THREADS = Array<string>(10).fill('threads by tenantId,contactId,channelId')

describe('an unread count', () => {
  it("takes one indexed read, by the host's token as by a session", async () => {
    const { identity, session } = await answered('reads')
    await eventuallyReads(identity, OF_THREADS)
    await eventuallyReads(session.token, OF_THREADS)
  })

  it('of somebody who was never here takes one as well', async () => {
    const identity = await issueContactToken({ secret: shop.secret, channel: 'shop', sub: 'nobody' })
    await eventuallyReads(identity, Array<string>(10).fill('contacts by tenantId,channelId,externalId'))
  })

  it('is right in a thread of before counts were kept, and is kept from the first question on', async () => {
    const { identity, threadId } = await answered('before')
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const _id = new mongoose.Types.ObjectId(threadId)
    await connection.collection('threads').updateOne({ _id }, { $unset: { staffCount: 1, readCount: 1 } })
    await connection.close()
    expect(await answerOf(world.url, identity)).toEqual([200, 2])
    await eventuallyReads(identity, OF_THREADS)
    expect(await answerOf(world.url, identity)).toEqual([200, 2])
  })
})

describe('an unread count that another process answers', () => {
  const ask = (token: string) => answerOf(second.url, token)
  const isRefused = (token: string) => async () => (await ask(token))[0] === 401
  const eventuallyRefused = (token: string) => eventually('it is refused there', isRefused(token), REVOKED_WITHIN_MS)

  it('is what this one stored', async () => {
    const { identity, session, threadId } = await answered('both')
    expect(await ask(identity)).toEqual([200, 2])
    const contact = contactSocket(world.url, session.token)
    await connected(contact.socket)
    const { thread } = await contact.call('conversations:openThread', {})
    await contact.call('conversations:markRead', { threadId, position: thread!.position })
    contact.socket.disconnect()
    expect(await ask(identity)).toEqual([200, 0])
  })

  it('is refused there within two seconds once the tokens were revoked', async () => {
    const { identity, session, contactId } = await answered('revoked')
    for (const token of [identity, session.token]) expect(await ask(token)).toEqual([200, 2])
    await admin.call('contacts:revokeTokens', { contactId })
    await Promise.all([eventuallyRefused(identity), eventuallyRefused(session.token)])
  })

  it('is refused there within two seconds to a session that was ended, and to nothing else of theirs', async () => {
    const { identity, session } = await answered('ended')
    for (const token of [identity, session.token]) expect(await ask(token)).toEqual([200, 2])
    const headers = { authorization: `Bearer ${session.token}` }
    await fetch(`${world.url}/api/v1/contact/session`, { method: 'DELETE', headers })
    await eventuallyRefused(session.token)
    expect(await ask(identity)).toEqual([200, 2])
  })

  it('follows a channel within two seconds: its sites, its keys, its closing', async () => {
    const made = await channelWithKey(admin.call, { key: 'moving', allowedOrigins: [SITE] })
    const identity = await issueContactToken({ secret: made.secret, channel: 'moving', sub: 'one' })
    const { session } = await beginSession(world.url, { channelKey: 'moving', identity })
    const isAllowed = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, origin: SITE }
      const answer = await fetch(`${second.url}/api/v1/contact/unread`, { headers })
      return answer.headers.get('access-control-allow-origin') === SITE
    }
    expect([await isAllowed(identity), await isAllowed(session.token)]).toEqual([true, true])
    const { id: channelId } = made.channel
    const update = async (version: number, change: { allowedOrigins?: string[]; isEnabled?: boolean }) =>
      (await admin.call('channels:updateChannel', { channelId, version, change })).channel.version
    const narrowed = await update(made.channel.version, { allowedOrigins: [] })
    const isRead = async () => (await isAllowed(identity)) || (await isAllowed(session.token))
    await eventually('no page of the site reads it', async () => !(await isRead()), REVOKED_WITHIN_MS)
    const rotated = await admin.call('channels:rotateSigningKey', { channelId, version: narrowed, overlapHours: 0 })
    await Promise.all([eventuallyRefused(identity), eventuallyRefused(session.token)])
    const newer = await issueContactToken({ secret: rotated.secret, channel: 'moving', sub: 'one' })
    expect(await ask(newer)).toEqual([200, 0])
    await update(rotated.channel.version, { isEnabled: false })
    await eventuallyRefused(newer)
  })

  it('is refused there within two seconds once the tenant is suspended', async () => {
    const key = `t-${randomUUID().slice(0, 6)}`
    const account = { login: 'admin', name: 'Admin 02' }
    const { link } = await admin.call('tenants:createTenant', { key, name: 'Another', admin: account })
    const use = { token: link.path.split('#')[1], password: 'their password' }
    const used = await postJson(`${world.url}/api/v1/staff/link/use`, use)
    const theirs = staffSocket(world.url, used.headers.get('set-cookie')?.split(';')[0] ?? '')
    await connected(theirs.socket)
    const { secret } = await channelWithKey(theirs.call, { key })
    const identity = await issueContactToken({ secret, channel: key, sub: 'one' })
    const { session } = await beginSession(world.url, { channelKey: key, identity })
    for (const token of [identity, session.token]) expect(await ask(token)).toEqual([200, 0])
    await admin.call('tenants:suspendTenant', { key })
    await Promise.all([eventuallyRefused(identity), eventuallyRefused(session.token)])
    theirs.socket.disconnect()
    await admin.call('tenants:resumeTenant', { key })
    expect(await ask(identity)).toEqual([200, 0])
  })
})

describe('an answer whose server dies before it is counted', () => {
  it('is counted by the next one', async () => {
    const dying = await World.start()
    await seedStaff(dying.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    await dying.server.stop()
    const preload = join(__dirname, 'faults', 'kill-at.cjs')
    await dying.startServer({ preload, environment: { PARLEY_KILL_AT: 'before-announce:2' } })
    const { session } = await beginSession(dying.url, { channelKey: 'demo' })
    const contact = contactSocket(dying.url, session.token)
    await connected(contact.socket)
    const agent = await dying.agent('agent')
    const { entry } = await contact.call('conversations:sendMessage', { threadId: null, ...text('hello') })
    contact.socket.disconnect()
    await eventually('it is assigned', () => agent.conversations.get(entry.conversationId)?.state === 'assigned')
    await agent.open(agent.conversations.get(entry.conversationId)!)
    agent.reply(entry.threadId, 'an answer')
    await eventually('the server is dead', () => dying.server.process.signalCode === 'SIGKILL')
    agent.close()
    await dying.startServer()
    const isCounted = async () => (await answerOf(dying.url, session.token))[1] === 1
    await eventually('the answer is counted', isCounted)
    expect(await dying.end()).toEqual([])
  })
})
