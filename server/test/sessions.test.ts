import mongoose from 'mongoose'
import { randomUUID } from 'node:crypto'
import { codeAt } from '../src/testing/authenticator.js'
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
import { startServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start({ environment: { TRUST_PROXY: '1' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

/** What is cut, is cut within two seconds; half of one more for a machine under load. */
const PROMPTLY_MS = 2_500

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

const newPerson = async (roles = ['handler']): Promise<string> => {
  const login = `s-${randomUUID().slice(0, 8)}`
  await seedStaff(world.uri, [{ login, roles, capacity: 1 }])
  return login
}

const open = async (login: string, password = login, url = world.url) => {
  const { cookie, id } = await signIn(url, login, password)
  const connection = staffSocket(url, cookie)
  await connected(connection.socket)
  return { ...connection, cookie, id }
}

const post = (body: object, address = '198.51.100.1') =>
  postJson(`${world.url}/api/v1/staff/session`, body, { 'x-forwarded-for': address })

const answerOf = async (response: Promise<Response>) => {
  const { status, ...rest } = await response.then(async (each) => ({ status: each.status, body: await each.json() }))
  return [status, (rest.body as { error?: { code: string } }).error?.code]
}

describe('sessions of one person', () => {
  it('are listed with where they are, and end one by one or all but this one', async () => {
    const login = await newPerson()
    const [here, there, elsewhere] = [await open(login), await open(login), await open(login)]
    const { sessions } = await here.call('accounts:listSessions', {})
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
    const [newest] = sessions
    await here.call('accounts:endSession', { sessionId: newest?.id ?? '' })
    await eventually('the newest is cut', () => !elsewhere.socket.connected)
    expect([here.socket.connected, there.socket.connected]).toEqual([true, true])
    expect(await here.call('accounts:endOtherSessions', {})).toEqual({ ended: 1 })
    await eventually('the other is cut', () => !there.socket.connected)
    expect(here.socket.connected).toBe(true)
    expect(await codeOf(here.call('accounts:endSession', { sessionId: newest?.id ?? '' }))).toBe('not_found')
  })

  it("are nobody else's business", async () => {
    const [one, other] = [await open(await newPerson()), await open(await newPerson())]
    const [session] = (await one.call('accounts:listSessions', {})).sessions
    expect(await codeOf(other.call('accounts:endSession', { sessionId: session?.id ?? '' }))).toBe('not_found')
    expect(one.socket.connected).toBe(true)
  })

  it('are new at each sign-in: the one that the browser had is over', async () => {
    const login = await newPerson()
    const { cookie } = await signIn(world.url, login, login)
    const again = await postJson(`${world.url}/api/v1/staff/session`, { login, password: login }, { cookie })
    const fresh = again.headers.get('set-cookie')?.split(';')[0]
    expect(fresh).not.toBe(cookie)
    const current = (each = '') => fetch(`${world.url}/api/v1/staff/session`, { headers: { cookie: each } })
    expect([(await current(cookie)).status, (await current(fresh)).status]).toEqual([401, 200])
  })

  it('end everywhere but here with a new password', async () => {
    const login = await newPerson()
    const [here, there] = [await open(login), await open(login)]
    expect(await codeOf(here.call('accounts:changePassword', { current: 'wrong', next: 'long enough' }))).toBe(
      'invalid_credentials',
    )
    await here.call('accounts:changePassword', { current: login, next: 'long enough' })
    await eventually('the other is cut', () => !there.socket.connected)
    expect(here.socket.connected).toBe(true)
    expect((await post({ login, password: login })).status).toBe(401)
    expect((await post({ login, password: 'long enough' })).status).toBe(200)
  })
})

describe('what is revoked', () => {
  it('reaches a connection on a second process over the same store, and one that was offline, within two seconds', async () => {
    const second = await startServer({ environment: { MONGODB_URI: world.uri } })
    try {
      const login = await newPerson()
      const admin = await open('admin')
      const [here, there] = [await open(login), await open(login, login, second.url)]
      const offline = await open(login)
      offline.socket.disconnect()
      const since = Date.now()
      await admin.call('accounts:disableStaff', { staffId: here.id })
      await eventually('both are cut', () => !here.socket.connected && !there.socket.connected)
      expect(Date.now() - since).toBeLessThan(PROMPTLY_MS)
      offline.socket.connect()
      await expect(connected(offline.socket)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
      offline.socket.disconnect()
    } finally {
      expect(await second.stop()).toBe(0)
    }
  })

  it('is a whole tenant when it is suspended: staff and contacts are cut and let in again only when it is resumed', async () => {
    const admin = await open('admin')
    const key = `t-${randomUUID().slice(0, 6)}`
    const { link } = await admin.call('tenants:createTenant', {
      key,
      name: 'Another',
      admin: { login: 'admin', name: 'Admin 02' },
    })
    const used = await postJson(`${world.url}/api/v1/staff/link/use`, {
      token: link.path.split('#')[1],
      password: 'their password',
    })
    expect(await used.json()).toMatchObject({ tenant: { key }, staff: { roles: ['admin', 'agent'] } })
    const cookie = used.headers.get('set-cookie')?.split(';')[0] ?? ''
    const theirs = staffSocket(world.url, cookie)
    await connected(theirs.socket)
    await theirs.call('channels:createChannel', {
      key,
      name: 'Their channel',
      allowedOrigins: [],
      allowsAnonymous: true,
      allowsAccounts: false,
      greeting: { en: '', 'zh-CN': '' },
      colour: '#0f766e',
      locale: 'auto',
      isEnabled: true,
    })
    const contact = contactSocket(world.url, (await beginVisit(world.url, key)).token)
    await connected(contact.socket)
    await admin.call('tenants:suspendTenant', { key })
    await eventually('both are cut', () => !theirs.socket.connected && !contact.socket.connected)
    await expect(beginVisit(world.url, key)).rejects.toThrow('not_found')
    expect(await answerOf(post({ tenant: key, login: 'admin', password: 'their password' }))).toEqual([
      401,
      'invalid_credentials',
    ])
    expect((await fetch(`${world.url}/api/v1/staff/session`, { headers: { cookie } })).status).toBe(401)
    await admin.call('tenants:resumeTenant', { key })
    expect((await post({ tenant: key, login: 'admin', password: 'their password' })).status).toBe(200)
    contact.socket.disconnect()
  })
})

describe('two tenants', () => {
  it('have equal logins and nothing in common', async () => {
    const admin = await open('admin')
    const key = `t-${randomUUID().slice(0, 6)}`
    await admin.call('tenants:createTenant', { key, name: 'B', admin: { login: 'first', name: 'Admin 03' } })
    await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0, tenantId: key }])
    await updateStaff(world.uri, 'admin', { name: 'Admin of the first' })
    const signedIn = async (body: object) => ((await (await post(body)).json()) as { staff: { name: string } }).staff
    expect((await signedIn({ login: 'admin', password: 'admin' })).name).toBe('Admin of the first')
    expect((await signedIn({ tenant: key, login: 'admin', password: 'admin' })).name).toBe('admin')
    const theirs = await postJson(`${world.url}/api/v1/staff/session`, {
      tenant: key,
      login: 'admin',
      password: 'admin',
    })
    const { socket, call } = staffSocket(world.url, theirs.headers.get('set-cookie')?.split(';')[0] ?? '')
    await connected(socket)
    const ours = (await admin.call('accounts:listStaff', {})).staff
    const logins = (await call('accounts:listStaff', {})).staff.map(({ login }) => login)
    expect(logins.sort()).toEqual(['admin', 'first'])
    const [foreign] = ours
    const staffId = foreign?.id ?? ''
    expect(await codeOf(call('accounts:getStaff', { staffId }))).toBe('not_found')
    expect(await codeOf(call('accounts:disableStaff', { staffId }))).toBe('not_found')
    expect(await codeOf(call('accounts:makeLink', { staffId }))).toBe('not_found')
    expect(await codeOf(call('tenants:listTenants', {}))).toBe('forbidden')
    const form = await fetch(`${world.url}/api/v1/staff/sign-in-form`)
    expect(await form.json()).toEqual({ asksForTenant: true })
  })
})

describe('a second step', () => {
  const withSecondStep = async () => {
    const login = await newPerson()
    const person = await open(login)
    const { secret, uri } = await person.call('accounts:beginTotp', { password: login })
    expect(uri).toMatch(new RegExp(`^otpauth://totp/Parley(:|%3A)${login}\\?.*secret=${secret}`))
    // Confirmed with the code of the step before, so that the present one is still to be used.
    const code = codeAt(secret, new Date(Date.now() - 30_000))
    const { recoveryCodes } = await person.call('accounts:confirmTotp', { code })
    return { login, person, secret, recoveryCodes }
  }

  it('is asked for once the password was right, and takes each code once', async () => {
    const { login, secret, recoveryCodes } = await withSecondStep()
    expect(recoveryCodes).toHaveLength(10)
    expect(await answerOf(post({ login, password: 'wrong' }))).toEqual([401, 'invalid_credentials'])
    expect(await answerOf(post({ login, password: login }))).toEqual([401, 'code_required'])
    expect(await answerOf(post({ login, password: login, code: '000000' }))).toEqual([401, 'invalid_code'])
    const code = codeAt(secret, new Date())
    const both = await Promise.all([
      answerOf(post({ login, password: login, code })),
      answerOf(post({ login, password: login, code })),
    ])
    expect(both.map(([status]) => status).sort()).toEqual([200, 401])
    expect(await answerOf(post({ login, password: login, code }))).toEqual([401, 'invalid_code'])
    const old = codeAt(secret, new Date(Date.now() - 30_000))
    expect(await answerOf(post({ login, password: login, code: old }))).toEqual([401, 'invalid_code'])
  })

  it('takes each recovery code once, however it is written, and keeps them hashed', async () => {
    const { login, recoveryCodes } = await withSecondStep()
    const [first = '', second = ''] = recoveryCodes
    const tryCode = (code: string) => answerOf(post({ login, password: login, code }))
    expect((await Promise.all([tryCode(first), tryCode(first)])).map(([status]) => status).sort()).toEqual([200, 401])
    expect(await tryCode(first)).toEqual([401, 'invalid_code'])
    expect((await tryCode(second.toUpperCase().replace('-', ' ')))[0]).toBe(200)
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const stored = JSON.stringify(await connection.collection('staff').findOne({ login }))
    await connection.close()
    for (const code of recoveryCodes) expect(stored).not.toContain(code.replace('-', ''))
  })

  it('is not in force until it was confirmed, and ends with the password alone never', async () => {
    const login = await newPerson()
    const person = await open(login)
    await person.call('accounts:beginTotp', { password: login })
    expect((await post({ login, password: login })).status).toBe(200)
    expect(await codeOf(person.call('accounts:confirmTotp', { code: '000000' }))).toBe('invalid_code')
    const full = await withSecondStep()
    expect(await codeOf(full.person.call('accounts:beginTotp', { password: full.login }))).toBe('in_use')
    expect(await codeOf(full.person.call('accounts:endTotp', { password: 'wrong' }))).toBe('invalid_credentials')
    await full.person.call('accounts:endTotp', { password: full.login })
    expect((await post({ login: full.login, password: full.login })).status).toBe(200)
  })

  it('is wanted for a reset link too', async () => {
    const admin = await open('admin')
    const { login, person, secret } = await withSecondStep()
    const { link } = await admin.call('accounts:makeLink', { staffId: person.id })
    const use = (code?: string) =>
      answerOf(
        postJson(`${world.url}/api/v1/staff/link/use`, {
          token: link.path.split('#')[1],
          password: 'another one',
          ...(code === undefined ? {} : { code }),
        }),
      )
    expect(await use()).toEqual([401, 'code_required'])
    expect(await use('000000')).toEqual([401, 'invalid_code'])
    expect((await use(codeAt(secret, new Date())))[0]).toBe(200)
    await admin.call('accounts:resetTotp', { staffId: person.id })
    expect((await post({ login, password: 'another one' })).status).toBe(200)
  })
})

describe('guessing', () => {
  it('from a hundred addresses stops at the account, but not for its owner where they have been', async () => {
    const login = await newPerson()
    expect((await post({ login, password: login }, '203.0.113.200')).status).toBe(200)
    const guesses = await Promise.all(
      Array.from({ length: 110 }, (_, index) => post({ login, password: 'guess' }, `203.0.113.${index}`)),
    )
    const statuses = guesses.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(100)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    expect((await post({ login, password: login }, '198.51.100.77')).status).toBe(429)
    expect((await post({ login, password: login }, '203.0.113.200')).status).toBe(200)
  })

  it('takes the same time for an account that is unknown', async () => {
    const login = await newPerson()
    const median = async (name: string, octet: number) => {
      const times: number[] = []
      for (let round = 0; round < 9; round += 1) {
        const since = performance.now()
        await post({ login: name, password: 'wrong' }, `198.51.101.${octet + round}`)
        times.push(performance.now() - since)
      }
      return times.sort((one, other) => one - other)[4] ?? 0
    }
    const [known, unknown] = [await median(login, 1), await median('nobody-at-all', 101)]
    // Hashing is what takes the time: without it the ratio is above five.
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2)
  })
})

describe('the audit log', () => {
  it('says who did what, when, from where; is a chain; and comes as a table', async () => {
    const admin = await open('admin')
    const login = await newPerson()
    await post({ login, password: 'wrong' }, '192.0.2.9')
    const { staff } = await admin.call('accounts:createStaff', {
      login: `=cmd-${randomUUID().slice(0, 6)}`.slice(1),
      name: 'Agent 21',
      roles: ['handler'],
    })
    const { records } = await admin.call('audit:listAudit', {})
    expect(records[0]).toMatchObject({
      action: 'staff.created',
      actor: { id: admin.id },
      subject: { kind: 'staff', id: staff.id, name: staff.login },
    })
    expect(records.find(({ action }) => action === 'session.refused')).toMatchObject({
      actor: { id: null, name: login },
      address: '192.0.2.9',
    })
    const refused = await admin.call('audit:listAudit', { action: 'session.refused' })
    expect(new Set(refused.records.map(({ action }) => action))).toEqual(new Set(['session.refused']))
    const later = new Date(Date.now() + 60_000).toISOString()
    expect((await admin.call('audit:listAudit', { from: later })).records).toEqual([])
    expect((await admin.call('audit:listAudit', { to: later })).records[0]).toEqual(records[0])
    const csv = await fetch(`${world.url}/api/v1/audit.csv?action=staff.created`, {
      headers: { cookie: admin.cookie },
    })
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(await csv.text()).toContain(staff.id)
    expect((await admin.call('audit:listAudit', {})).records[0]?.action).toBe('audit.exported')
    expect(await admin.call('audit:verifyAudit', {})).toMatchObject({ brokenAt: null })
  })

  it('is read in pages without holes while it grows', async () => {
    const admin = await open('admin')
    for (let count = 0; count < 60; count += 1) await post({ login: 'nobody', password: 'x' }, `192.0.2.${count + 20}`)
    const numbers: number[] = []
    let before: number | undefined
    do {
      const page = await admin.call('audit:listAudit', before === undefined ? {} : { before })
      numbers.push(...page.records.map(({ number }) => number))
      before = page.next ?? undefined
    } while (before !== undefined)
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => numbers.length - index))
  })

  it('keeps its order when two processes write at once, and tells where somebody has meddled with it', async () => {
    const second = await startServer({ environment: { MONGODB_URI: world.uri, TRUST_PROXY: '1' } })
    const refuse = (url: string, octet: number) =>
      postJson(
        `${url}/api/v1/staff/session`,
        { login: 'nobody', password: 'x' },
        { 'x-forwarded-for': `192.0.3.${octet}` },
      )
    await Promise.all(Array.from({ length: 40 }, (_, octet) => refuse(octet % 2 === 0 ? world.url : second.url, octet)))
    expect(await second.stop()).toBe(0)
    const admin = await open('admin')
    const { checked, brokenAt } = await admin.call('audit:verifyAudit', {})
    expect(brokenAt).toBeNull()
    const connection = await mongoose.createConnection(world.uri).asPromise()
    const number = checked - 5
    await connection.collection('auditRecords').updateOne({ number }, { $set: { actorName: 'somebody else' } })
    expect(await admin.call('audit:verifyAudit', {})).toEqual({ checked: number - 1, brokenAt: number })
    await connection.close()
  })
})
