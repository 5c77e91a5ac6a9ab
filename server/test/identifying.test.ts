import { randomUUID } from 'node:crypto'
import { issueContactToken } from '@parley/token'
import mongoose from 'mongoose'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>
let secret: string
let count = 0

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop' })).secret
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 100 }])
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

type Session = Awaited<ReturnType<typeof beginSession>>['session']

/** A contact's open page. */
async function pageOf(session: Session) {
  const page = contactSocket(world.url, session.token)
  await connected(page.socket)
  const send = (text: string, more: { threadId?: string | null; clientMessageId?: string } = {}) =>
    page.call('conversations:sendMessage', {
      threadId: null,
      clientMessageId: randomUUID(),
      content: { type: 'text', text },
      ...more,
    })
  return { ...page, send, session }
}

const visitor = async () => pageOf((await beginSession(world.url, { channelKey: 'shop' })).session)
const newUser = () => `user-${(count += 1)}`
const tokenFor = (sub: string) => issueContactToken({ secret, channel: 'shop', sub, name: `Name of ${sub}` })

const identify = async (sub: string, token?: string) =>
  beginSession(world.url, {
    channelKey: 'shop',
    identity: await tokenFor(sub),
    ...(token === undefined ? {} : { token }),
  })

const known = async (sub: string, token?: string) => pageOf((await identify(sub, token)).session)

const textsOf = (entries: { kind: string }[]) =>
  entries.flatMap((entry) => ('text' in entry ? [(entry as unknown as { text: string }).text] : []))

const conversationsOf = async (contactId: string) =>
  (await world.snapshot()).conversations.filter((each) => each.contactId === contactId)

describe('a visitor who is identified', () => {
  it('keeps the conversation: same thread, same assignee, under their name in lists', async () => {
    const agent = await world.agent('agent')
    const before = await visitor()
    const { entry } = await before.send('anonymous words')
    await eventually('it is assigned', () => agent.conversations.get(entry.conversationId)?.state === 'assigned')
    const sub = newUser()
    const after = await known(sub, before.session.token)
    expect(after.session.contact.id).not.toBe(before.session.contact.id)
    await eventually('the visitor is let out', () => !before.socket.connected)
    const opened = await after.call('conversations:openThread', {})
    expect(opened.thread).toMatchObject({ id: entry.threadId, conversation: { id: entry.conversationId } })
    expect(textsOf(opened.thread!.entries)).toEqual(['anonymous words'])
    expect(opened.earlierThreadIds).toEqual([])
    const heard: string[] = []
    after.socket.on('conversations:entryAppended', ({ entry: told }: { entry: { id: string } }) => heard.push(told.id))
    const more = await after.send('known words', { threadId: entry.threadId })
    expect(more.entry.conversationId).toBe(entry.conversationId)
    const reply = await agent.call('conversations:sendReply', {
      threadId: entry.threadId,
      clientMessageId: randomUUID(),
      content: { type: 'text', text: 'hello' },
    })
    await eventually('the reply is heard', () => heard.includes(reply.entry.id))
    await eventually(
      'the list shows the name',
      () => agent.conversations.get(entry.conversationId)?.contact.name === `Name of ${sub}`,
    )
    expect(agent.conversations.get(entry.conversationId)).toMatchObject({
      contact: { id: after.session.contact.id },
      state: 'assigned',
    })
    before.socket.disconnect()
    after.socket.disconnect()
  })

  it('is not taken for a new sender: a retry of what they sent before is still one message, named or not', async () => {
    const before = await visitor()
    const clientMessageId = randomUUID()
    const { entry } = await before.send('sent once', { clientMessageId })
    const after = await known(newUser(), before.session.token)
    const retries = [
      await after.send('sent once', { clientMessageId }),
      await after.send('sent once', { clientMessageId, threadId: entry.threadId }),
    ]
    expect(retries.map((each) => each.entry.id)).toEqual([entry.id, entry.id])
    const recalled = await after.call('conversations:recallMessage', {
      threadId: entry.threadId,
      position: entry.position,
    })
    expect(recalled.entry).toMatchObject({ kind: 'recalled', targetPosition: entry.position })
    before.socket.disconnect()
    after.socket.disconnect()
  })

  it('leaves nothing to the visitor that they were: neither their session nor their thread', async () => {
    const before = await visitor()
    const { entry } = await before.send('mine')
    const after = await known(newUser(), before.session.token)
    const again = await beginSession(world.url, { channelKey: 'shop', token: before.session.token })
    expect([before.session.contact.id, after.session.contact.id]).not.toContain(again.session.contact.id)
    const stranger = await pageOf(again.session)
    expect((await stranger.call('conversations:openThread', {})).thread).toBeNull()
    await expect(stranger.call('conversations:loadHistory', { threadId: entry.threadId, before: 9 })).rejects.toThrow(
      'not_found',
    )
    // Nor can another identity take them over afterwards.
    const other = await known(newUser(), before.session.token)
    expect((await other.call('conversations:openThread', {})).thread).toBeNull()
    for (const { socket } of [before, after, stranger, other]) socket.disconnect()
  })

  it('who has a conversation open elsewhere goes on there; the anonymous one ends as continued and stays readable', async () => {
    const sub = newUser()
    const own = await known(sub)
    const first = await own.send('known first')
    const before = await visitor()
    const anonymous = await before.send('anonymous second')
    const after = await known(sub, before.session.token)
    const opened = await after.call('conversations:openThread', {})
    expect(opened).toMatchObject({ thread: { id: first.entry.threadId }, earlierThreadIds: [anonymous.entry.threadId] })
    const earlier = await after.call('conversations:loadHistory', { threadId: anonymous.entry.threadId, before: 100 })
    expect(earlier.entries.at(-1)).toMatchObject({ kind: 'ended', reason: 'continued' })
    expect(textsOf(earlier.entries)).toEqual(['anonymous second'])
    // A send that names the earlier thread goes where the contact goes on, unless it is a retry of what is there.
    const named = await after.send('more', { threadId: anonymous.entry.threadId })
    expect(named.entry).toMatchObject({ threadId: first.entry.threadId, conversationId: first.entry.conversationId })
    const { clientMessageId } = anonymous.entry
    const retried = await after.send('anonymous second', {
      threadId: anonymous.entry.threadId,
      clientMessageId: clientMessageId!,
    })
    expect(retried.entry.id).toBe(anonymous.entry.id)
    const retriedUnnamed = await after.send('anonymous second', { clientMessageId: clientMessageId! })
    expect(retriedUnnamed.entry.id).toBe(anonymous.entry.id)
    const open = (await conversationsOf(after.session.contact.id)).filter(({ isOpen }) => isOpen)
    expect(open.map(({ id }) => id)).toEqual([first.entry.conversationId])
    for (const { socket } of [own, before, after]) socket.disconnect()
  })

  it('whose own conversation has ended goes on with the open anonymous one, and the old thread is the earlier', async () => {
    const agent = await world.agent('agent')
    const sub = newUser()
    const own = await known(sub)
    const old = await own.send('long ago')
    await eventually('it is listed', () => agent.conversations.has(old.entry.conversationId))
    await agent.end(agent.conversations.get(old.entry.conversationId)!)
    const before = await visitor()
    const open = await before.send('just now')
    const told: unknown[] = []
    own.socket.on('conversations:threadsChanged', (fact) => told.push(fact))
    const after = await known(sub, before.session.token)
    const opened = await after.call('conversations:openThread', {})
    expect(opened).toMatchObject({
      thread: { id: open.entry.threadId, conversation: { id: open.entry.conversationId } },
      earlierThreadIds: [old.entry.threadId],
    })
    const expected = { threadId: open.entry.threadId, earlierThreadIds: [old.entry.threadId] }
    await eventually('the other device is told', () => told.length > 0)
    expect(told[0]).toEqual(expected)
    // The other device still names the thread that it has on its screen.
    const fromThere = await own.send('from my other device', { threadId: old.entry.threadId })
    expect(fromThere.entry.conversationId).toBe(open.entry.conversationId)
    for (const { socket } of [own, before, after]) socket.disconnect()
  })

  it('twenty times at once is identified once, and by one of two identities only', async () => {
    const before = await visitor()
    const { entry } = await before.send('raced')
    const [one, other] = [newUser(), newUser()]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => identify(index % 2 === 0 ? one : other, before.session.token)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    const pages = await Promise.all([pageOf(answers[0]!.session), pageOf(answers[1]!.session)])
    const threads = await Promise.all(pages.map(({ call }) => call('conversations:openThread', {})))
    expect(threads.map(({ thread }) => thread?.id ?? null).filter((id) => id !== null)).toEqual([entry.threadId])
    for (const { socket } of [before, ...pages]) socket.disconnect()
  })

  it('while both write loses, doubles and splits nothing', async () => {
    const sub = newUser()
    const [own, before] = await Promise.all([known(sub), visitor()])
    await before.send('first')
    const ids = Array.from({ length: 30 }, () => randomUUID())
    const writing = ids.map(async (clientMessageId, index) => {
      const page = index % 2 === 0 ? own : before
      return page.send(`words ${index}`, { clientMessageId }).catch(() => null)
    })
    const after = await known(sub, before.session.token)
    await Promise.all(writing)
    // What was not answered is sent again by whoever the visitor is now, as their outbox does.
    for (const [index, clientMessageId] of ids.entries()) await after.send(`words ${index}`, { clientMessageId })
    const contactId = after.session.contact.id
    await eventually('the merge has come to rest', async () => {
      const { conversations } = await world.snapshot()
      const strays = conversations.filter((each) => each.contactId === before.session.contact.id)
      return strays.length === 0 && (await conversationsOf(contactId)).filter(({ isOpen }) => isOpen).length === 1
    })
    const { entries } = await world.snapshot()
    for (const id of ids) expect(entries.filter(({ clientMessageId }) => clientMessageId === id)).toHaveLength(1)
    for (const { socket } of [own, before, after]) socket.disconnect()
  })

  it('is found and finished by the sweep when a crash came between', async () => {
    const before = await visitor()
    const { entry } = await before.send('half done')
    const sub = newUser()
    const own = await known(sub)
    // As a crash leaves it: the decision is stored, nothing has followed.
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const id = new mongoose.Types.ObjectId(before.session.contact.id)
    const merged = { mergedInto: new mongoose.Types.ObjectId(own.session.contact.id), unsettledSince: new Date() }
    await connection.collection('contacts').updateOne({ _id: id }, { $set: merged })
    await eventually(
      'the thread is theirs',
      async () => (await own.call('conversations:openThread', {})).thread?.id === entry.threadId,
      15_000,
    )
    await eventually(
      'nothing is left unsettled',
      async () => (await connection.collection('contacts').countDocuments({ unsettledSince: { $exists: true } })) === 0,
      15_000,
    )
    await connection.close()
    before.socket.disconnect()
    own.socket.disconnect()
  })
})

describe('identify(A), then identify(B)', () => {
  it("leaves nothing of A: neither A's session as proof nor A's thread", async () => {
    const a = await known(newUser())
    await a.send('words of A')
    const b = await known(newUser(), a.session.token)
    expect((await b.call('conversations:openThread', {})).thread).toBeNull()
    const again = await beginSession(world.url, { channelKey: 'shop', token: a.session.token })
    expect(again.session.contact.id).toBe(a.session.contact.id)
    a.socket.disconnect()
    b.socket.disconnect()
  })
})

describe('two channels, and two tenants', () => {
  it('with equal external ids know different people', async () => {
    const other = await channelWithKey(admin.call, { key: 'elsewhere' })
    const moved = await channelWithKey(admin.call, { key: 'tenant-two' })
    await admin.call('tenants:createTenant', { key: 'two', name: 'Two', admin: { login: 'first', name: 'Admin 02' } })
    const connection = await mongoose.createConnection(world.uri).asPromise()
    await connection.collection('channels').updateOne({ key: 'tenant-two' }, { $set: { tenantId: 'two' } })
    await connection.close()
    const of = async (channel: string, key: string) => {
      const identity = await issueContactToken({ secret: key, channel, sub: 'same', name: channel })
      return pageOf((await beginSession(world.url, { channelKey: channel, identity })).session)
    }
    const pages = [await of('shop', secret), await of('elsewhere', other.secret), await of('tenant-two', moved.secret)]
    expect(new Set(pages.map(({ session }) => session.contact.id)).size).toBe(3)
    const clientMessageId = randomUUID()
    const sent = await Promise.all(pages.map(({ send, session }) => send(session.contact.name, { clientMessageId })))
    expect(new Set(sent.map(({ entry }) => entry.threadId)).size).toBe(3)
    for (const [index, { call }] of pages.entries()) {
      const { thread } = await call('conversations:openThread', {})
      expect(textsOf(thread!.entries)).toEqual([pages[index]!.session.contact.name])
    }
    for (const { socket } of pages) socket.disconnect()
  })
})
