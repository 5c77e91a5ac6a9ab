import { randomUUID } from 'node:crypto'
import { postJson } from '../src/testing/client-connection.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start({ environment: { TRUST_PROXY: '1' } })
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const ADDRESS = '198.51.100.77'

const asStaff =
  (login: string) =>
  (url: string, password: string, address = ADDRESS) =>
    postJson(`${url}/api/v1/staff/session`, { login, password }, { 'x-forwarded-for': address })

const asContact =
  (login: string) =>
  (url: string, password: string, address = ADDRESS) => {
    const body = { channelKey: 'demo', login, password }
    return postJson(`${url}/api/v1/contact/account/sign-in`, body, { 'x-forwarded-for': address })
  }

async function newStaff() {
  const login = `s-${randomUUID().slice(0, 8)}`
  await seedStaff(world.uri, [{ login, roles: ['handler'], capacity: 0 }])
  return { login, password: login, attempt: asStaff(login) }
}

async function newContact() {
  const login = `c-${randomUUID().slice(0, 8)}`
  const body = { channelKey: 'demo', login, password: login }
  await postJson(`${world.url}/api/v1/contact/account/register`, body, { 'x-forwarded-for': '198.51.100.78' })
  return { login, password: login, attempt: asContact(login) }
}

const wrongTimes = async (count: number, attempt: () => Promise<Response>): Promise<number[]> => {
  const statuses: number[] = []
  for (let tried = 0; tried < count; tried += 1) statuses.push((await attempt()).status)
  return statuses
}

describe.each([
  ['staff', newStaff],
  ['a contact', newContact],
])('wrong passwords of %s, without Redis', (_who, newPerson) => {
  it('count over a restart and on a second process, and not elsewhere', async () => {
    const { attempt, password } = await newPerson()
    expect(new Set(await wrongTimes(9, () => attempt(world.url, 'wrong')))).toEqual(new Set([401]))
    await world.server.kill()
    await world.startServer()
    expect((await attempt(world.url, 'wrong')).status).toBe(401)
    const second = await startServer({ environment: { MONGODB_URI: world.uri, TRUST_PROXY: '1' } })
    const refused = await attempt(second.url, password)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await attempt(second.url, password, '198.51.100.79')).status).toBe(200)
    expect(await second.stop()).toBe(0)
  })

  it('count when they come side by side, and a right one gives back what it took', async () => {
    const { attempt, password } = await newPerson()
    expect((await wrongTimes(5, () => attempt(world.url, 'wrong'))).length).toBe(5)
    expect((await attempt(world.url, password)).status).toBe(200)
    const guesses = Array.from({ length: 30 }, () => attempt(world.url, 'wrong', '198.51.100.80'))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })
})
