import { issueContactToken } from '@parley/token'
import { channelWithKey, staffOf } from '../src/testing/channels.js'
import { postJson } from '../src/testing/client-connection.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World
let admin: Awaited<ReturnType<typeof staffOf>>
let secret: string

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop' })).secret
  await channelWithKey(admin.call, { key: 'other' })
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await world.end()).toEqual([])
})

const tokenFor = (sub: string, more = {}) => issueContactToken({ secret, channel: 'shop', sub, name: sub, ...more })

const ask = (authorization: string, headers: Record<string, string> = {}) =>
  fetch(`${world.url}/api/v1/contact/code`, { method: 'POST', headers: { authorization, ...headers } })

async function codeFor(sub: string): Promise<{ code: string; path: string; expiresAt: string }> {
  return (await ask(`Bearer ${await tokenFor(sub)}`)).json() as Promise<{
    code: string
    path: string
    expiresAt: string
  }>
}

const redeem = async (code: string, channelKey = 'shop') => {
  const answer = await postJson(`${world.url}/api/v1/contact/session`, { channelKey, code })
  return {
    status: answer.status,
    body: (await answer.json()) as { contact?: { name: string }; error?: { code: string } },
  }
}

const refused = { status: 401, body: { error: { code: 'code_refused' } } }

describe('a one-time code', () => {
  it('opens the page as the contact of the token, once', async () => {
    const { code, path, expiresAt } = await codeFor('user-1')
    expect(path).toBe(`/c/shop?code=${code}`)
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000)
    expect(await redeem(code)).toMatchObject({ status: 200, body: { contact: { name: 'user-1', isIdentified: true } } })
    expect(await redeem(code)).toEqual(refused)
  })

  it('is given to one of two who come at once', async () => {
    const { code } = await codeFor('user-2')
    const statuses = (await Promise.all([redeem(code), redeem(code), redeem(code)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 401, 401])
  })

  it('is none of another channel, nor is one that nobody issued', async () => {
    const { code } = await codeFor('user-3')
    expect(await redeem(code, 'other')).toEqual(refused)
    expect(await redeem('A'.repeat(43))).toEqual(refused)
    expect((await redeem('short')).status).toBe(400)
    expect((await redeem(code)).status).toBe(200)
  })

  it('is issued to whoever has a token of the host, and to no page of another site', async () => {
    expect((await ask('')).status).toBe(401)
    expect((await ask('Bearer a.b.c.d.e')).status).toBe(401)
    const token = await tokenFor('user-4')
    expect((await ask(`Bearer ${token}`, { origin: 'https://elsewhere.example.com' })).status).toBe(403)
    const answer = await ask(`Bearer ${token}`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})
