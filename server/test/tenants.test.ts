import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { connected, postJson, signIn, staffSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const open = async () => {
  const { cookie } = await signIn(world.url, 'admin', 'admin')
  const connection = staffSocket(world.url, cookie)
  await connected(connection.socket)
  return connection
}

const aTenant = () => ({
  clientTenantId: randomUUID(),
  key: `t-${randomUUID().slice(0, 6)}`,
  name: 'Another',
  admin: { login: 'first', name: 'Admin 02' },
})

const useLink = async (path: string) =>
  (await postJson(`${world.url}/api/v1/staff/link/use`, { token: path.split('#')[1], password: 'their password' }))
    .status

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

describe('a tenant', () => {
  it('is made once of an answer that got lost: asked again with the same id, the same tenant and a link that works', async () => {
    const admin = await open()
    const tenant = aTenant()
    const { link: lost } = await admin.call('tenants:createTenant', tenant)
    const answers = await Promise.all([1, 2].map(() => admin.call('tenants:createTenant', tenant)))
    expect(answers.map((answer) => answer.tenant.key)).toEqual([tenant.key, tenant.key])
    const { link } = await admin.call('tenants:createTenant', tenant)
    const another = { ...tenant, clientTenantId: randomUUID() }
    expect(await codeOf(admin.call('tenants:createTenant', another))).toBe('name_taken')
    expect(await useLink(lost.path)).toBe(404)
    expect(await useLink(link.path)).toBe(200)
    expect(await codeOf(admin.call('tenants:createTenant', tenant))).toBe('name_taken')
    admin.socket.disconnect()
  })

  it('that a killed server left without an account is ended by asking again', async () => {
    await world.server.stop()
    await world.startServer({ environment: { PARLEY_KILL_AT: 'after-tenant' }, preload: PRELOAD })
    const before = await open()
    const tenant = aTenant()
    const asked = before.call('tenants:createTenant', tenant).catch(() => undefined)
    await eventually('the server is dead', () => world.server.process.signalCode === 'SIGKILL')
    before.socket.disconnect()
    await asked
    await world.startServer()
    const admin = await open()
    const { link } = await admin.call('tenants:createTenant', tenant)
    expect(await useLink(link.path)).toBe(200)
    admin.socket.disconnect()
  })
})
