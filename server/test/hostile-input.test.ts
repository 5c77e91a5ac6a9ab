import { contactCommands, staffCommands } from '@parley/shared/protocol'
import { ERRORS } from '@parley/shared/kernel/errors'
import type { Socket } from 'socket.io-client'
import {
  beginVisit,
  connected,
  contactSocket,
  postJson,
  signIn,
  staffSocket,
} from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { World } from '../src/testing/world.js'

let world: World
let contact: Socket
let staff: Socket

beforeAll(async () => {
  world = await World.start()
  contact = contactSocket(world.url, (await beginVisit(world.url)).token).socket
  staff = staffSocket(world.url, (await signIn(world.url, 'demo', 'demo')).cookie).socket
  await Promise.all([connected(contact), connected(staff)])
})

afterAll(async () => {
  contact.disconnect()
  staff.disconnect()
  expect(await world.end()).toEqual([])
})

const ID = 'a'.repeat(24)

/** A payload that is right but for one thing would have to be known per command; these are wrong for every one of them. */
const WRONG: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['a text', 'text'],
  ['a list', [{}]],
  ['an empty list', []],
  ['an operator', { $ne: null }],
  ['operators as ids', { threadId: { $ne: null }, conversationId: { $gt: '' }, position: 1 }],
  ['an unknown field', { seq: 1 }],
  [
    'wrong types',
    { threadId: 7, conversationId: true, position: 'one', isTyping: 'yes', text: {}, cursors: 3, tab: null, status: 1 },
  ],
  ['a prototype', JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}')],
  ['a negative place', { threadId: ID, position: -1, before: -1 }],
  ['a place beyond numbers', { threadId: ID, position: 1e308, before: 1e308 }],
]

const commandsOf = (definitions: readonly { name: string }[]) => definitions.map(({ name }) => name)

/** Commands that take an empty object: for them nothing but extra fields is wrong in an object. */
const everyCommand: [string, 'contact' | 'staff'][] = [
  ...commandsOf(contactCommands).map((name): [string, 'contact'] => [name, 'contact']),
  ...commandsOf(staffCommands).map((name): [string, 'staff'] => [name, 'staff']),
]

const ask = (socket: Socket, event: string, ...args: unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${event} was not answered`)), 5_000)
    socket.emit(event, ...args, (answer: unknown) => {
      clearTimeout(timer)
      resolve(answer)
    })
  })

const isTypedError = (answer: unknown): boolean => {
  const { ok, error } = answer as { ok: boolean; error?: { code?: string } }
  return !ok && error?.code !== undefined && error.code in ERRORS && error.code !== 'internal'
}

const counts = async () => {
  const { entries, threads, conversations } = await world.snapshot()
  return [entries.length, threads.length, conversations.length]
}

describe.each(everyCommand)('%s of /%s', (name, namespace) => {
  const socket = () => (namespace === 'contact' ? contact : staff)

  it.each(WRONG)('answers %s with a typed error and writes nothing', async (_what, payload) => {
    const answer = payload === undefined ? await ask(socket(), name) : await ask(socket(), name, payload)
    expect({ answer, isTyped: isTypedError(answer) }).toMatchObject({ isTyped: true })
  })

  it('answers too large a payload with too_large', async () => {
    const answer = await ask(socket(), name, { threadId: ID, text: 'x'.repeat(65 * 1024) })
    expect(answer).toEqual({ ok: false, error: { code: 'too_large' } })
  })

  it('survives a call without an answer, or with one that is no function', async () => {
    socket().emit(name, { threadId: ID })
    socket().emit(name, { threadId: ID }, 'not a function')
    socket().emit(name)
    expect(await ask(socket(), 'no:such')).toMatchObject({ ok: false })
  })
})

describe('the server', () => {
  it('has written nothing of all this, and is alive', async () => {
    expect(await counts()).toEqual([0, 0, 0])
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200)
  })

  it.each(['no:such', 'disconnecting', 'constructor', '__proto__', '$where', ''])(
    'answers the unknown event "%s"',
    async (event) => {
      const answer = await new Promise((resolve) => {
        contact
          .timeout(2_000)
          .emit(event === 'disconnecting' ? 'disconnectin' : event, {}, (failure: unknown, value: unknown) =>
            resolve(failure ?? value),
          )
      })
      expect(answer).toEqual({ ok: false, error: { code: 'unknown_command' } })
    },
  )

  it('cuts a frame of a megabyte and goes on', async () => {
    const { socket } = contactSocket(world.url, (await beginVisit(world.url)).token)
    await connected(socket)
    let isCut = false
    socket.on('disconnect', () => (isCut = true))
    socket.emit('conversations:sendMessage', 'x'.repeat(1024 * 1024))
    await eventually('the connection is cut', () => isCut)
    socket.disconnect()
    expect((await fetch(`${world.url}/livez`)).status).toBe(200)
  })

  it.each([
    ['/api/v1/staff/session', {}],
    ['/api/v1/staff/session', { login: { $ne: null }, password: { $ne: null } }],
    ['/api/v1/staff/session', { login: 'demo', password: 'demo', role: 'admin' }],
    ['/api/v1/staff/session', ['demo', 'demo']],
    ['/api/v1/contact/session', { channelKey: { $gt: '' } }],
    ['/api/v1/contact/session', { channelKey: '../../etc' }],
    ['/api/v1/contact/session', { channelKey: 'demo', tenantId: 'other' }],
  ])('answers a wrong body to %s with what is wrong', async (path, body) => {
    const response = await postJson(`${world.url}${path}`, body)
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { code: string; issues: unknown[] } }
    expect(error.code).toBe('bad_request')
    expect(error.issues.length).toBeGreaterThan(0)
  })

  it.each(['{', '"text"', 'null', ''])('answers a body that is no JSON object: %s', async (body) => {
    const response = await fetch(`${world.url}/api/v1/staff/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'bad_request' } })
  })
})
