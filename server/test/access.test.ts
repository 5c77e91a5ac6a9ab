import mongoose from 'mongoose'
import { randomUUID } from 'node:crypto'
import { contactCommands, staffCommands } from '@parley/shared/protocol'
import {
  beginVisit,
  connected,
  contactSocket,
  postJson,
  signIn,
  staffSocket,
} from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff, updateStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'agent', roles: ['agent'], capacity: 50 },
  ])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const UNKNOWN = 'f'.repeat(24)
const words = { type: 'text' as const, text: 'words' }

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

/** Visitor A, who has written; and visitor B, who has too. */
async function twoVisitors() {
  const visits = await Promise.all([beginVisit(world.url), beginVisit(world.url)])
  const [a, b] = visits.map(({ token }) => contactSocket(world.url, token)) as [
    ReturnType<typeof contactSocket>,
    ReturnType<typeof contactSocket>,
  ]
  await Promise.all([connected(a.socket), connected(b.socket)])
  const write = (call: typeof a.call) =>
    call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content: words })
  const [first] = await Promise.all([write(a.call), write(b.call)])
  return { a, b, threadOfA: first.entry.threadId, conversationOfA: first.entry.conversationId }
}

describe("a contact with somebody else's ids", () => {
  it('gets for each command the answer that an unknown id gets, and changes nothing', async () => {
    const { b, threadOfA } = await twoVisitors()
    const before = await world.snapshot()
    const attempts = (threadId: string) => [
      b.call('conversations:loadHistory', { threadId, before: 100 }),
      b.call('conversations:syncThreads', { cursors: { [threadId]: 0 } }),
      b.call('conversations:markRead', { threadId, position: 1 }),
      b.call('conversations:markDelivered', { threadId, position: 1 }),
      b.call('conversations:setTyping', { threadId, isTyping: true }),
      b.call('conversations:recallMessage', { threadId, position: 2 }),
      b.call('conversations:endOwnConversation', { threadId, seenPosition: 100 }),
      b.call('conversations:linkFiles', { threadId, attachmentIds: [UNKNOWN] }),
      b.call('conversations:sendMessage', { threadId, clientMessageId: randomUUID(), content: words }),
    ]
    const foreign = await Promise.all(attempts(threadOfA).map(codeOf))
    const unknown = await Promise.all(attempts(UNKNOWN).map(codeOf))
    expect(foreign).toEqual(Array.from({ length: 9 }, () => 'not_found'))
    expect(unknown).toEqual(foreign)
    const written = ({ entries }: typeof before) => entries.filter(({ senderKey }) => senderKey !== 'system')
    expect(written(await world.snapshot())).toEqual(written(before))
  })

  it("hears nothing of somebody else's thread", async () => {
    const { a, b, threadOfA } = await twoVisitors()
    const heard: unknown[] = []
    b.socket.onAny((name: string, fact: unknown) => heard.push([name, fact]))
    await a.call('conversations:sendMessage', { threadId: threadOfA, clientMessageId: randomUUID(), content: words })
    await a.call('conversations:setTyping', { threadId: threadOfA, isTyping: true })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(JSON.stringify(heard)).not.toContain(threadOfA)
  })

  it('cannot use a single command of staff, nor staff one of theirs', async () => {
    const { a } = await twoVisitors()
    const { socket } = staffSocket(world.url, (await signIn(world.url, 'agent', 'agent')).cookie)
    await connected(socket)
    for (const { name } of staffCommands) {
      expect(await a.socket.timeout(2_000).emitWithAck(name, {})).toEqual({
        ok: false,
        error: { code: 'unknown_command' },
      })
    }
    for (const { name } of contactCommands) {
      expect(await socket.timeout(2_000).emitWithAck(name, {})).toEqual({
        ok: false,
        error: { code: 'unknown_command' },
      })
    }
  })
})

describe('staff', () => {
  it("of another tenant get for this one's ids what unknown ids get", async () => {
    const { threadOfA, conversationOfA } = await twoVisitors()
    // Signing in is to the default tenant; account and session are then moved to another one.
    await seedStaff(world.uri, [{ login: 'mover', roles: ['agent'], capacity: 5 }])
    const { cookie } = await signIn(world.url, 'mover', 'mover')
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const mover = await connection.collection('staff').findOne({ login: 'mover' })
    await connection.collection('staff').updateOne({ login: 'mover' }, { $set: { tenantId: 'elsewhere' } })
    await connection.collection('staffSessions').updateOne({ staffId: mover?._id }, { $set: { tenantId: 'elsewhere' } })
    await connection
      .collection('tenants')
      .insertOne({ tenantId: 'elsewhere', name: 'E', isSuspended: false, createdAt: new Date() })
    await connection.close()
    const { socket, call } = staffSocket(world.url, cookie)
    await connected(socket)
    const attempts = (threadId: string, conversationId: string) => [
      call('conversations:openConversation', { conversationId }),
      call('conversations:closeConversation', { conversationId }),
      call('conversations:claimConversation', { conversationId }),
      call('conversations:endConversation', { conversationId, seenPosition: 99 }),
      call('conversations:loadConversationHistory', { threadId, before: 100 }),
      call('conversations:syncConversations', { cursors: { [threadId]: 0 } }),
      call('conversations:markConversationRead', { threadId, position: 1 }),
      call('conversations:markConversationDelivered', { threadId, position: 1 }),
      call('conversations:setReplyTyping', { threadId, isTyping: true, audience: 'everyone' }),
      call('conversations:sendReply', { threadId, clientMessageId: randomUUID(), content: words }),
      call('conversations:addNote', { threadId, clientMessageId: randomUUID(), text: 'words' }),
      call('conversations:recallReply', { threadId, position: 1 }),
      call('conversations:setViewing', { conversationId, isViewing: true }),
      call('conversations:saveDraft', { conversationId, mode: 'note', text: 'words' }),
      call('routing:transferConversation', { conversationId, toStaffId: UNKNOWN, requestId: randomUUID() }),
      call('conversations:linkConversationFiles', { threadId, attachmentIds: [UNKNOWN] }),
    ]
    expect(await Promise.all(attempts(threadOfA, conversationOfA).map(codeOf))).toEqual(
      Array.from({ length: 16 }, () => 'not_found'),
    )
    expect(await Promise.all(attempts(UNKNOWN, UNKNOWN).map(codeOf))).toEqual(
      Array.from({ length: 16 }, () => 'not_found'),
    )
    const { conversations } = await call('conversations:listInbox', { tab: 'all' })
    expect(conversations).toEqual([])
    expect((await call('presence:listPresence', {})).staff.map(({ name }) => name)).not.toContain('agent')
  })

  it('who are not the assignee may not answer for them; a supervisor may neither answer nor claim', async () => {
    const agent = await world.agent('agent')
    const boss = await world.agent('boss')
    const admin = await world.agent('admin')
    const { threadOfA, conversationOfA } = await twoVisitors()
    await eventually('it is assigned', () => agent.conversations.get(conversationOfA)?.state === 'assigned')
    const reply = { threadId: threadOfA, clientMessageId: randomUUID(), content: words }
    expect(await codeOf(boss.call('conversations:sendReply', reply))).toBe('forbidden')
    expect(await codeOf(admin.call('conversations:sendReply', reply))).toBe('forbidden')
    expect(await codeOf(boss.call('conversations:claimConversation', { conversationId: conversationOfA }))).toBe(
      'forbidden',
    )
    expect(await codeOf(agent.call('conversations:sendReply', reply))).toBe('allowed')
    expect(
      await codeOf(
        boss.call('conversations:addNote', { threadId: threadOfA, clientMessageId: randomUUID(), text: 'n' }),
      ),
    ).toBe('allowed')
  })
})

describe('the gates', () => {
  const refusal = (socket: ReturnType<typeof contactSocket>['socket'] | ReturnType<typeof staffSocket>['socket']) =>
    connected(socket).then(
      () => 'let in',
      (error: { data?: { code: string } }) => error.data?.code,
    )

  it.each([
    ['no token', undefined],
    ['an empty one', ''],
    ['a made-up one', 'x.y.z'],
    ['an object', { $ne: null }],
    ['one without signature', `${btoa('{"alg":"none"}')}.${btoa('{"sub":"aaaaaaaaaaaaaaaaaaaaaaaa"}')}.`],
  ])('of contacts refuse %s', async (_what, token) => {
    const { socket } = contactSocket(world.url, token as string)
    expect(await refusal(socket)).toBe('unauthenticated')
    socket.disconnect()
  })

  it('of contacts refuse a token with any one character changed', async () => {
    const { token } = await beginVisit(world.url)
    for (const at of [3, Math.floor(token.length / 2), token.length - 5]) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      const { socket } = contactSocket(world.url, changed)
      expect(await refusal(socket)).toBe('unauthenticated')
      socket.disconnect()
    }
  })

  it('of staff refuse no session, a made-up one, an ended one, a disabled account, and a foreign page', async () => {
    const refused: (string | undefined)[] = []
    const knock = async (cookie: string, headers = {}) => {
      const { socket } = staffSocket(world.url, cookie, headers)
      refused.push(await refusal(socket))
      socket.disconnect()
    }
    await knock('')
    await knock('parley_session=made-up')
    const ended = await signIn(world.url, 'boss', 'boss')
    await fetch(`${world.url}/api/v1/staff/session`, { method: 'DELETE', headers: { cookie: ended.cookie } })
    await knock(ended.cookie)
    await seedStaff(world.uri, [{ login: 'leaver', roles: ['agent'], capacity: 1 }])
    const leaver = await signIn(world.url, 'leaver', 'leaver')
    await updateStaff(world.uri, 'leaver', { isDisabled: true })
    await knock(leaver.cookie)
    const own = await signIn(world.url, 'boss', 'boss')
    await knock(own.cookie, { origin: 'https://elsewhere.example' })
    await knock(own.cookie, { origin: world.url })
    expect(refused).toEqual([
      'unauthenticated',
      'unauthenticated',
      'unauthenticated',
      'unauthenticated',
      'forbidden',
      'let in',
    ])
  })
})

describe('signing in', () => {
  const post = (body: unknown, headers = {}) => postJson(`${world.url}/api/v1/staff/session`, body, headers)

  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const response = await post({ login: ' Boss ', password: 'boss' })
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toMatch(
      /^parley_session=[\w-]{43}; path=\/; max-age=1209600; expires=.*; samesite=lax; httponly$/i,
    )
    expect(JSON.stringify(await response.json())).not.toMatch(/hash|password/i)
  })

  it('answers an unknown account and a wrong password the same', async () => {
    const [unknown, wrong] = await Promise.all([
      post({ login: 'nobody', password: 'x' }),
      post({ login: 'boss', password: 'x' }),
    ])
    expect([unknown.status, wrong.status]).toEqual([401, 401])
    expect(await unknown.json()).toEqual(await wrong.json())
  })

  it('is limited by account and address, without locking the account out elsewhere', async () => {
    const strict = await World.start({ environment: { TRUST_PROXY: '1' } })
    const attempt = (address: string, password = 'wrong') =>
      postJson(`${strict.url}/api/v1/staff/session`, { login: 'demo', password }, { 'x-forwarded-for': address })
    const answers = []
    for (let count = 0; count < 12; count += 1) answers.push((await attempt('198.51.100.1')).status)
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    expect((await attempt('198.51.100.2', 'demo')).status).toBe(200)
    expect(await strict.end()).toEqual([])
  })

  it('is refused from a foreign page', async () => {
    const response = await post({ login: 'boss', password: 'boss' }, { origin: 'https://elsewhere.example' })
    expect(response.status).toBe(403)
    expect((await post({ login: 'boss', password: 'boss' }, { origin: world.url })).status).toBe(200)
  })

  it('keeps the token itself out of the store', async () => {
    const { cookie } = await signIn(world.url, 'boss', 'boss')
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const sessions = await connection.collection('staffSessions').find().toArray()
    await connection.close()
    expect(JSON.stringify(sessions)).not.toContain(cookie.split('=')[1])
  })
})
