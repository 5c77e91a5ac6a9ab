import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { channelWithKey } from '../src/testing/channels.js'
import type { SessionAnswer } from '../src/testing/channels.js'
import { connected, contactSocket, postJson, signIn, staffSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import type { TestServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')
/** What is cut, is cut within two seconds; half of one more for a machine under load. */
const PROMPTLY_MS = 2_500

let world: World
let doomed: TestServer

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

/** A second process over the same store, without Redis, that dies at a point. */
async function startDoomed(point: string): Promise<void> {
  const environment = { MONGODB_URI: world.uri, PARLEY_KILL_AT: point }
  doomed = await startServer({ environment, preload: PRELOAD })
}

async function open(login: string, url: string) {
  const staff = staffSocket(url, (await signIn(url, login, login)).cookie)
  await connected(staff.socket)
  return staff
}

async function newPerson(): Promise<{ login: string; staffId: string; person: Awaited<ReturnType<typeof open>> }> {
  const login = `s-${randomUUID().slice(0, 8)}`
  await seedStaff(world.uri, [{ login, roles: ['handler'], capacity: 0 }])
  const person = await open(login, world.url)
  return { login, staffId: (await person.call('accounts:getProfile', {})).staff.id, person }
}

/** Until it is dead and the people of the other process are cut. */
async function expectCut({ person }: Awaited<ReturnType<typeof newPerson>>): Promise<void> {
  await eventually('the process is dead', () => doomed.process.signalCode !== null)
  await eventually('the connection at the other is cut', () => !person.socket.connected, PROMPTLY_MS)
}

describe('a change of rights whose process dies before anybody is told', () => {
  it('reaches the connections of another process: somebody disabled is out, and stays out', async () => {
    await startDoomed('after-disable')
    const target = await newPerson()
    const admin = await open('admin', doomed.url)
    admin.call('accounts:disableStaff', { staffId: target.staffId }).catch(() => undefined)
    await expectCut(target)
    target.person.socket.connect()
    await expect(connected(target.person.socket)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    admin.socket.disconnect()
    target.person.socket.disconnect()
  })

  it('ends the session that was ended, and no other', async () => {
    await startDoomed('after-session-end')
    const target = await newPerson()
    const other = await open(target.login, world.url)
    const caller = await open(target.login, doomed.url)
    const { sessions } = await target.person.call('accounts:listSessions', {})
    const own = sessions.find(({ isCurrent }) => isCurrent)
    caller.call('accounts:endSession', { sessionId: own?.id ?? '' }).catch(() => undefined)
    await expectCut(target)
    expect(other.socket.connected).toBe(true)
    for (const { socket } of [target.person, other, caller]) socket.disconnect()
  })
})

describe('a contact whose process dies before anybody is told', () => {
  /** Somebody with an account, connected to the process that lives on. */
  async function newContact(key: string) {
    const admin = await open('admin', world.url)
    const { channel } = await channelWithKey(admin.call, { key, allowsAccounts: true })
    admin.socket.disconnect()
    const body = { channelKey: key, login: 'somebody', password: 'a password' }
    const answer = await postJson(`${world.url}/api/v1/contact/account/register`, body)
    const session = (await answer.json()) as SessionAnswer['session']
    const { socket } = contactSocket(world.url, session.token)
    await connected(socket)
    return { channel, session, socket }
  }

  async function expectOut({ socket, session }: Awaited<ReturnType<typeof newContact>>): Promise<void> {
    await eventually('the process is dead', () => doomed.process.signalCode !== null)
    await eventually('the contact is cut', () => !socket.connected, PROMPTLY_MS)
    socket.disconnect()
    await expect(connected(contactSocket(world.url, session.token).socket)).rejects.toThrow('unauthenticated')
  }

  it('is cut when their tokens were revoked', async () => {
    await startDoomed('after-tokens-revoked')
    const contact = await newContact('revoked')
    const admin = await open('admin', doomed.url)
    admin.call('contacts:revokeTokens', { contactId: contact.session.contact.id }).catch(() => undefined)
    await expectOut(contact)
    admin.socket.disconnect()
  })

  it('is cut when their channel was closed', async () => {
    await startDoomed('after-channel-change')
    const contact = await newContact('closed')
    const admin = await open('admin', doomed.url)
    const { id: channelId, version } = contact.channel
    admin.call('channels:updateChannel', { channelId, version, change: { isEnabled: false } }).catch(() => undefined)
    await expectOut(contact)
    admin.socket.disconnect()
  })

  it('is cut when they signed out', async () => {
    await startDoomed('after-sign-out')
    const contact = await newContact('left')
    const headers = { authorization: `Bearer ${contact.session.token}` }
    fetch(`${doomed.url}/api/v1/contact/session`, { method: 'DELETE', headers }).catch(() => undefined)
    await expectOut(contact)
  })
})

describe('a change of rights that is refused', () => {
  it('cuts nobody', async () => {
    const admin = await open('admin', world.url)
    const target = await newPerson()
    const stale = { staffId: target.staffId, version: 99, name: 'Somebody' }
    await expect(admin.call('accounts:editStaff', stale)).rejects.toMatchObject({ code: 'edit_conflict' })
    await expect(target.person.call('accounts:endSession', { sessionId: 'a'.repeat(24) })).rejects.toMatchObject({
      code: 'not_found',
    })
    // As long as it takes until a sweep has seen whatever is to be seen.
    await new Promise((resolve) => setTimeout(resolve, PROMPTLY_MS))
    expect(target.person.socket.connected).toBe(true)
    for (const { socket } of [admin, target.person]) socket.disconnect()
  })
})
