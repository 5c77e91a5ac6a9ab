import { randomUUID } from 'node:crypto'
import { issueContactToken } from '@parley/token'
import mongoose from 'mongoose'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>
let secret: string

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off', IMAGE_ORIGINS: 'https://img.example.com' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop' })).secret
  await seedStaff(world.uri, [
    { login: 'agent', roles: ['agent'], capacity: 50 },
    { login: 'outsider', roles: ['agent'], capacity: 0, queueIds: [] },
    { login: 'handler', roles: ['handler'], capacity: 0 },
  ])
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

const tokenOf = (sub: string, more: Record<string, unknown> = {}) =>
  issueContactToken({ secret, channel: 'shop', sub, name: `Name of ${sub}`, ...more })

async function written(sub: string, more: Record<string, unknown> = {}) {
  const identity = await tokenOf(sub, more)
  const { session } = await beginSession(world.url, { channelKey: 'shop', identity })
  const { socket, call } = contactSocket(world.url, session.token)
  await connected(socket)
  const content = { type: 'text' as const, text: 'hello' }
  const { entry } = await call('conversations:sendMessage', {
    threadId: null,
    clientMessageId: randomUUID(),
    content,
  })
  return { session, socket, call, entry, identity, contactId: session.contact.id }
}

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

describe('a contact', () => {
  it('is read with what the host says of them', async () => {
    const said = {
      avatar: 'https://img.example.com/1.png',
      email: 'a@example.com',
      level: 'gold',
      attributes: { n: 7 },
    }
    const { contactId, socket } = await written('read', said)
    const { contact } = await admin.call('contacts:readContact', { contactId })
    expect(contact).toMatchObject({
      externalId: 'read',
      name: 'Name of read',
      avatarUrl: said.avatar,
      email: said.email,
      level: 'gold',
      attributes: { n: 7 },
      isIdentified: true,
      login: null,
      tokensValidAfter: null,
    })
    socket.disconnect()
  })

  it.each([
    ['an origin that pages may draw from', 'https://img.example.com/1.png', 'https://img.example.com/1.png'],
    ['elsewhere', 'https://elsewhere.example.net/1.png', null],
  ])("is shown with the host's picture from %s", async (_, avatar, shown) => {
    const { contactId, socket } = await written(`drawn ${avatar}`, { avatar })
    const { conversations } = await admin.call('conversations:listOfContact', { contactId })
    expect(conversations.map(({ contact }) => contact)).toEqual([
      { id: contactId, name: `Name of drawn ${avatar}`, avatar: shown },
    ])
    socket.disconnect()
  })

  it('is reached by those who may reach a conversation of theirs, and does not exist for others', async () => {
    const { contactId, socket } = await written('reached')
    const people = await Promise.all(['agent', 'outsider', 'handler'].map((login) => staffOf(world.url, login)))
    const read = people.map(({ call }) => codeOf(call('contacts:readContact', { contactId })))
    expect(await Promise.all(read)).toEqual(['allowed', 'not_found', 'forbidden'])
    const edit = people.map(({ call }) => codeOf(call('contacts:editContact', { contactId, version: 99, name: 'X' })))
    expect(await Promise.all(edit)).toEqual(['edit_conflict', 'not_found', 'forbidden'])
    const revoke = people.map(({ call }) => codeOf(call('contacts:revokeTokens', { contactId })))
    expect(await Promise.all(revoke)).toEqual(['forbidden', 'forbidden', 'forbidden'])
    expect(await codeOf(admin.call('contacts:readContact', { contactId: 'f'.repeat(24) }))).toBe('not_found')
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const id = new mongoose.Types.ObjectId(contactId)
    await connection.collection('contacts').updateOne({ _id: id }, { $set: { tenantId: 'elsewhere' } })
    await connection.close()
    expect(await codeOf(admin.call('contacts:readContact', { contactId }))).toBe('not_found')
    for (const each of [...people, { socket }]) each.socket.disconnect()
  })

  it('who is renamed is called so in lists at once, until the host says something new', async () => {
    const agent = await world.agent('agent')
    const { contactId, entry, socket } = await written('renamed', { email: 'old@example.com' })
    await eventually('it is listed', () => agent.conversations.has(entry.conversationId))
    await agent.open(agent.conversations.get(entry.conversationId)!)
    const told: unknown[] = []
    agent.socket.on('contacts:contactChanged', (fact) => told.push(fact))
    const { contact } = await admin.call('contacts:readContact', { contactId })
    const edited = await admin.call('contacts:editContact', { contactId, version: contact.version, name: '王先生' })
    await eventually('the list follows', () => agent.conversations.get(entry.conversationId)?.contact.name === '王先生')
    await eventually('whoever has it open is told', () => told.length > 0)
    expect(told[0]).toEqual({ contactId, version: edited.contact.version })
    // A second too late: the version that it was based on is gone.
    const late = admin.call('contacts:editContact', { contactId, version: contact.version, name: 'Late' })
    expect(await codeOf(late)).toBe('edit_conflict')
    const again = async (more: Record<string, unknown>) => {
      // Tokens count whole seconds: the next one has to be newer.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      const identity = await tokenOf('renamed', more)
      return (await beginSession(world.url, { channelKey: 'shop', identity })).session.contact.name
    }
    expect(await again({ email: 'new@example.com' })).toBe('王先生')
    expect(await again({ name: 'Newly named' })).toBe('Newly named')
    await eventually(
      'the list follows the host',
      () => agent.conversations.get(entry.conversationId)?.contact.name === 'Newly named',
    )
    socket.disconnect()
  })

  it('whose tokens are revoked is cut at once, and let in by a newer token alone', async () => {
    const { contactId, session, identity, socket } = await written('revoked')
    await admin.call('contacts:revokeTokens', { contactId })
    await eventually('they are cut', () => !socket.connected, 2_000)
    socket.disconnect()
    const { records } = await admin.call('audit:listAudit', { action: 'contact.tokensRevoked' })
    expect(records).toMatchObject([{ subject: { kind: 'contact', id: contactId } }])
    const old = await beginSession(world.url, { channelKey: 'shop', identity })
    expect(old.error?.code).toBe('identity_refused')
    const remembered = await beginSession(world.url, { channelKey: 'shop', token: session.token })
    expect(remembered.session.contact.isIdentified).toBe(false)
    const unread = await fetch(`${world.url}/api/v1/contact/unread`, {
      headers: { authorization: `Bearer ${identity}` },
    })
    expect(unread.status).toBe(401)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const fresh = await beginSession(world.url, { channelKey: 'shop', identity: await tokenOf('revoked') })
    expect(fresh.session.contact.id).toBe(contactId)
  })

  it('is cut within two seconds when another process revoked, without anything between the two but the store', async () => {
    const { contactId, socket } = await written('elsewhere')
    let cuts = 0
    socket.on('disconnect', () => (cuts += 1))
    const second = await startServer({ environment: { MONGODB_URI: world.uri, DEMO: 'off' } })
    const there = await staffOf(second.url, 'admin')
    await there.call('contacts:revokeTokens', { contactId })
    await eventually('they are cut', () => cuts > 0, 2_500)
    there.socket.disconnect()
    socket.disconnect()
    expect(await second.stop()).toBe(0)
  })
})
