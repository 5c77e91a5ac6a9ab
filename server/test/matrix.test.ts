import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contactCommands, staffCommands } from '@parley/shared/protocol'
import mongoose from 'mongoose'
import type { Socket } from 'socket.io-client'
import { beginVisit, connected, contactSocket, signIn, staffSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff, updateStaff } from '../src/testing/seed-staff.js'
import { startMatrixPlace } from './matrix-place.js'
import type { MatrixPlace } from './matrix-place.js'
import { CONTACT_CALLERS, CONTACT_MATRIX, HTTP_CALLERS, ROUTES, STAFF_CALLERS, STAFF_MATRIX } from './matrix-table.js'
import type { Ids } from './matrix-table.js'

const OTHER_TENANT = 'elsewhere'
/** Nothing that a contact is sent, in whatever way, holds this. */
const SENTINEL = `note-${randomUUID()}`

let world: MatrixPlace
let ids: Ids
const staff = new Map<string, Socket>()
const contacts = new Map<string, Socket>()
const cookies = new Map<string, string>()
const tokens = new Map<string, string>()
const sentToContacts: string[] = []

const NOBODY = 'f'.repeat(24)
const UNKNOWN: Ids = {
  conversation: NOBODY,
  thread: NOBODY,
  contact: NOBODY,
  channel: NOBODY,
  queue: NOBODY,
  staff: NOBODY,
  login: 'nobody',
  department: NOBODY,
  team: NOBODY,
  role: NOBODY,
  roleName: 'none',
  session: NOBODY,
  tenant: 'no-such-tenant',
}

async function openStaff(caller: string, tenant?: string) {
  const { cookie } = tenant === undefined ? await signIn(world.doorUrl, caller, caller) : await signInAt(tenant, caller)
  const connection = staffSocket(world.url, cookie)
  await connected(connection.socket)
  connection.socket.on('disconnect', () => connection.socket.connect())
  staff.set(caller, connection.socket)
  cookies.set(caller, cookie)
  return connection
}

async function signInAt(tenant: string, login: string): Promise<{ cookie: string }> {
  const response = await fetch(`${world.doorUrl}/api/v1/staff/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, login, password: login }),
  })
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

async function openContact(caller: string, channelKey: string) {
  const { token, id } = await beginVisit(world.doorUrl, channelKey)
  const connection = contactSocket(world.url, token)
  connection.socket.onAny((...fact: unknown[]) => sentToContacts.push(JSON.stringify(fact)))
  await connected(connection.socket)
  contacts.set(caller, connection.socket)
  tokens.set(caller, token)
  return { ...connection, id }
}

beforeAll(async () => {
  world = await startMatrixPlace()
  await seedStaff(world.uri, [
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'supervisor', roles: ['supervisor'], capacity: 0 },
    { login: 'handler', roles: ['handler'], capacity: 0 },
    { login: 'inside', roles: ['agent'], capacity: 10 },
    { login: 'outside', roles: ['agent'], capacity: 10, queueIds: [] },
    { login: 'victim', roles: ['handler'], capacity: 0 },
    { login: 'disabled', roles: ['admin', 'agent'], capacity: 1 },
  ])
  cookies.set('disabled', (await signIn(world.doorUrl, 'disabled', 'disabled')).cookie)
  await updateStaff(world.uri, 'disabled', { isDisabled: true })
  const { call: admin } = await openStaff('admin')
  const { link } = await admin('tenants:createTenant', {
    key: OTHER_TENANT,
    name: 'Elsewhere',
    admin: { login: 'first', name: 'First' },
  })
  expect(link.purpose).toBe('invite')
  await seedStaff(world.uri, [{ login: 'elsewhere', roles: ['admin', 'agent'], capacity: 5, tenantId: OTHER_TENANT }])
  for (const caller of ['supervisor', 'handler', 'outside', 'inside']) await openStaff(caller)
  const { call: elsewhere } = await openStaff('elsewhere', OTHER_TENANT)
  await elsewhere('channels:createChannel', {
    key: 'theirs',
    name: 'Theirs',
    allowedOrigins: [],
    allowsAnonymous: true,
    allowsAccounts: false,
    greeting: { en: '', 'zh-CN': '' },
    colour: '#0f766e',
    locale: 'auto',
    isEnabled: true,
  })
  const a = await openContact('contactA', 'demo')
  await openContact('contactB', 'demo')
  await openContact('elsewhere', 'theirs')
  const { entry } = await a.call('conversations:sendMessage', {
    threadId: null,
    clientMessageId: randomUUID(),
    content: { type: 'text', text: 'hello' },
  })
  await eventually('the agent of the queue has it', async () => {
    const { conversations } = await world.snapshot()
    return conversations.some(({ id, state }) => id === entry.conversationId && state === 'assigned')
  })
  const answer = await emit(staff.get('inside'), 'conversations:addNote', {
    threadId: entry.threadId,
    clientMessageId: randomUUID(),
    text: SENTINEL,
  })
  expect(answer).toBe('ok')
  const found = (await admin('accounts:listStaff', { search: 'victim' })).staff[0]
  const roleName = 'Somebody has it'
  const { role } = await admin('accounts:createRole', { name: roleName, grants: { 'staff.read': 'all' } })
  const { department } = await admin('organisation:createDepartment', { name: 'Sales', parentId: null })
  const { team } = await admin('organisation:createTeam', { name: 'Seniors', purpose: 'senior', memberIds: [] })
  const { queues } = await admin('routing:listQueues', {})
  const { channels } = await admin('channels:listChannels', {})
  await admin('accounts:editStaff', {
    staffId: found?.id ?? '',
    version: found?.version ?? 0,
    roles: [role.key],
    departmentId: department.id,
  })
  ids = {
    conversation: entry.conversationId,
    thread: entry.threadId,
    contact: a.id,
    channel: channels.find(({ key }) => key === 'demo')?.id ?? '',
    queue: queues[0]?.id ?? '',
    staff: found?.id ?? '',
    login: 'victim',
    department: department.id,
    team: team.id,
    role: role.key,
    roleName,
    session: await sessionOf('disabled'),
    tenant: OTHER_TENANT,
  }
})

afterAll(async () => {
  for (const socket of [...staff.values(), ...contacts.values()]) socket.off('disconnect').disconnect()
  expect(await world.end()).toEqual([])
})

/** `ok`, or the code of the refusal; a connection that is cut by what it asked for comes back first. */
async function emit(socket: Socket | undefined, name: string, input: unknown, seen?: string[]): Promise<string> {
  if (socket === undefined) throw new Error('Nobody of this name is connected')
  await eventually('it is connected', () => socket.connected)
  const answer = (await socket.timeout(5_000).emitWithAck(name, input)) as { ok: boolean; error?: { code: string } }
  seen?.push(JSON.stringify(answer))
  return answer.ok ? 'ok' : (answer.error?.code ?? 'no code')
}

async function withStore<Result>(read: (database: mongoose.Connection) => Promise<Result>): Promise<Result> {
  const connection = await mongoose.createConnection(world.uri).asPromise()
  try {
    return await read(connection)
  } finally {
    await connection.close()
  }
}

const sessionOf = (login: string): Promise<string> =>
  withStore(async (database) => {
    const member = await database.collection('staff').findOne({ login })
    return String((await database.collection('staffSessions').findOne({ staffId: member?._id }))?._id)
  })

/** Moves by itself: leases, marks of the time, what nodes tell each other. */
const RESTLESS = new Set(['nodeLeases', 'dispatchLeases', 'revocations', 'nodes'])
const RESTLESS_FIELDS = new Set(['leases', 'lastServedAt', 'lastSignInAt', 'lastSeenAt'])

/** A failed sign-in is put on record and counted. */
const KEPT_OF_FAILURES = new Set(['auditRecords', 'attempts'])

const everythingStored = (except: ReadonlySet<string> = new Set()): Promise<string> =>
  withStore(async (database) => {
    const collections = await database.listCollections()
    const isMeant = (name: string) => !RESTLESS.has(name) && !except.has(name) && !/lease/i.test(name)
    const names = collections.map(({ name }) => name).filter(isMeant)
    const rows = names.sort().map(async (name) => [name, await database.collection(name).find().toArray()])
    return JSON.stringify(await Promise.all(rows), (key, value: unknown) => (RESTLESS_FIELDS.has(key) ? null : value))
  })

/** What one row wrote rightly follows within a moment (summaries): it is no write of the next. */
async function settledStore(except?: ReadonlySet<string>): Promise<string> {
  let before = await everythingStored(except)
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    const now = await everythingStored(except)
    if (now === before) return now
    before = now
  }
}

const REFUSALS = new Set(['forbidden', 'not_found'])

/** Asks as every caller, those who are refused first: nothing stored may be other after that. */
async function verdictsOf(
  callers: readonly string[],
  sockets: Map<string, Socket>,
  { name, expected, input, seen }: { name: string; expected: string[]; input: (ids: Ids) => unknown; seen?: string[] },
): Promise<string[]> {
  const answers = new Map<string, string>()
  const isRefused = (index: number) => REFUSALS.has(expected[index] ?? '')
  const order = [...callers.keys()]
  const before = await settledStore()
  for (const index of order.filter(isRefused)) {
    const caller = callers[index] ?? ''
    const answer = await emit(sockets.get(caller), name, input(ids), seen)
    answers.set(caller, answer)
    if (answer === 'not_found')
      expect([caller, await emit(sockets.get(caller), name, input(UNKNOWN))]).toEqual([caller, answer])
  }
  expect((await everythingStored()) === before).toBe(true)
  for (const index of order.filter((each) => !isRefused(each))) {
    const caller = callers[index] ?? ''
    answers.set(caller, await emit(sockets.get(caller), name, input(ids), seen))
  }
  return callers.map((caller) => answers.get(caller) ?? '')
}

const HOW = 'declare it in server/test/matrix-table.ts'

describe('every command of staff', () => {
  it(`stands in the table with its permission: ${HOW}`, () => {
    const declared = Object.entries(STAFF_MATRIX).map(([name, { permission }]) => `${name} ${permission}`)
    expect(declared.sort()).toEqual(staffCommands.map(({ name, permission }) => `${name} ${permission}`).sort())
  })

  it.each(Object.keys(STAFF_MATRIX))(
    '%s answers each caller as declared, and changes nothing for those refused',
    async (name) => {
      const { verdicts, input } = STAFF_MATRIX[name] ?? { verdicts: '', input: () => ({}) }
      const expected = verdicts.split(' ')
      expect(expected).toHaveLength(STAFF_CALLERS.length)
      expect(await verdictsOf(STAFF_CALLERS, staff, { name, expected, input })).toEqual(expected)
    },
  )

  it.each(['anonymous', 'contactA', 'disabled'])('is out of reach for %s: there is no connection', async (caller) => {
    const cookie = cookies.get(caller) ?? `parley_session=${tokens.get(caller) ?? ''}`
    const { socket } = staffSocket(world.url, cookie)
    await expect(connected(socket)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    socket.disconnect()
  })
})

describe('every command of a contact', () => {
  it(`stands in the table with its permission: ${HOW}`, () => {
    const declared = Object.entries(CONTACT_MATRIX).map(([name, { permission }]) => `${name} ${permission}`)
    expect(declared.sort()).toEqual(contactCommands.map(({ name, permission }) => `${name} ${permission}`).sort())
  })

  it.each(Object.keys(CONTACT_MATRIX))(
    '%s answers each caller as declared, and changes nothing for those refused',
    async (name) => {
      const { verdicts, input } = CONTACT_MATRIX[name] ?? { verdicts: '', input: () => ({}) }
      const expected = verdicts.split(' ')
      expect(expected).toHaveLength(CONTACT_CALLERS.length)
      const seen = sentToContacts
      expect(await verdictsOf(CONTACT_CALLERS, contacts, { name, expected, input, seen })).toEqual(expected)
    },
  )

  it.each(['anonymous', 'admin', 'disabled'])(
    'is out of reach for %s: a session of staff is no token',
    async (caller) => {
      const token = cookies.get(caller)?.split('=')[1]
      const { socket } = contactSocket(world.url, token as string)
      await expect(connected(socket)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
      socket.disconnect()
    },
  )

  it('never carries a note out, in an answer or a fact', () => {
    expect(sentToContacts.length).toBeGreaterThan(20)
    expect(sentToContacts.join('\n')).not.toContain(SENTINEL)
  })
})

describe('every route', () => {
  /** From the controllers themselves: a new route without a row is a failure here. */
  const declared = (): string[] => {
    const folder = join(__dirname, '..', 'src')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.controller.ts'),
    )
    return files.flatMap((file) => {
      const source = readFileSync(join(folder, file), 'utf8')
      return source.split(/(?=@Controller\()/).flatMap((part) => {
        const prefix = /@Controller\('([^']*)'\)/.exec(part)?.[1] ?? ''
        return [...part.matchAll(/@(Get|Post|Put|Patch|Del|Head|Options|All)\('([^']*)'\)/g)].map(
          ([, verb = '', path = '']) => {
            const method = verb === 'Del' ? 'DELETE' : verb.toUpperCase()
            return `${method} ${`${prefix}/${path}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '')}`
          },
        )
      })
    })
  }

  it(`stands in the table: ${HOW}`, () => {
    expect(Object.keys(ROUTES).sort()).toEqual(declared().sort())
  })

  let asked = 0
  const ask = async (caller: string, method: string, path: string, body: unknown) => {
    asked += 1
    const response = await fetch(`${world.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        // Each from an address of its own: how often one may ask is limited, and is not what this is about.
        'x-forwarded-for': `198.51.${Math.floor(asked / 200)}.${asked % 200}`,
        ...(cookies.has(caller) ? { cookie: cookies.get(caller) ?? '' } : {}),
        ...(tokens.has(caller) && !cookies.has(caller) ? { authorization: `Bearer ${tokens.get(caller)}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (caller.startsWith('contact') || caller === 'anonymous') sentToContacts.push(text)
    return String(response.status)
  }

  // Signing out comes last: the others need to be signed in.
  const inOrder = Object.keys(ROUTES).sort(
    (one, other) => Number(one.startsWith('DELETE')) - Number(other.startsWith('DELETE')),
  )

  it.each(inOrder)('%s answers each caller as declared', async (route) => {
    const [method = '', pattern = ''] = route.split(' ')
    const { path = pattern, body, statuses } = ROUTES[route] ?? { statuses: '' }
    const words = statuses.split(' ')
    const expected = HTTP_CALLERS.map((_, index) => words[index] ?? words[0] ?? '')
    const answers = new Map<string, string>()
    const refused = HTTP_CALLERS.filter((_, index) => expected[index]?.startsWith('4'))
    const before = await settledStore(KEPT_OF_FAILURES)
    for (const caller of refused) answers.set(caller, await ask(caller, method, path, body))
    expect((await everythingStored(KEPT_OF_FAILURES)) === before).toBe(true)
    for (const caller of HTTP_CALLERS)
      if (!answers.has(caller)) answers.set(caller, await ask(caller, method, path, body))
    expect(HTTP_CALLERS.map((caller) => answers.get(caller))).toEqual(expected)
  })

  it('never carries a note out to a contact', () => {
    expect(sentToContacts.join('\n')).not.toContain(SENTINEL)
  })
})
