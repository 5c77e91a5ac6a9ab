import { randomUUID } from 'node:crypto'
import mongoose from 'mongoose'
import { codeAt } from '../src/testing/authenticator.js'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { postJson } from '../src/testing/client-connection.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'
import { issueContactToken } from '@parley/token'

const KEY = 'a key that stands in no store 0123456789'

let world: World
let store: mongoose.Connection

beforeAll(async () => {
  world = await World.start({ environment: { SECRETS_KEY: KEY } })
  store = await mongoose.createConnection(world.uri).asPromise()
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
})

afterAll(async () => {
  await store.close()
  expect(await world.end()).toEqual([])
})

const signIn = (login: string, code: string) =>
  postJson(`${world.url}/api/v1/staff/session`, { login, password: login, code }).then(({ status }) => status)

/** Somebody with a second step: what they hold in their hand, and what lies in the store. */
async function withSecondStep(): Promise<{ login: string; secret: string; recoveryCode: string }> {
  const login = `s-${randomUUID().slice(0, 8)}`
  await seedStaff(world.uri, [{ login, roles: ['handler'], capacity: 1 }])
  const { call, socket } = await staffOf(world.url, login)
  const { secret } = await call('accounts:beginTotp', { password: login })
  const code = codeAt(secret, new Date(Date.now() - 30_000))
  const { recoveryCodes } = await call('accounts:confirmTotp', { code })
  socket.disconnect()
  return { login, secret, recoveryCode: recoveryCodes[0] ?? '' }
}

const storedStep = async (login: string): Promise<string> =>
  ((await store.collection('staff').findOne({ login }))?.['totp'] as { secret: string }).secret

const storeStep = (login: string, secret: string) =>
  store.collection('staff').updateOne({ login }, { $set: { 'totp.secret': secret } })

describe('the secret of a second step', () => {
  it('is in the store in a form that says nothing without the key', async () => {
    const { login, secret } = await withSecondStep()
    expect(JSON.stringify(await store.collection('staff').findOne({ login }))).not.toContain(secret)
    expect(await signIn(login, codeAt(secret, new Date()))).toBe(200)
  })

  it('that was stored before there was a key counts, and is encrypted when it is used', async () => {
    const { login, secret } = await withSecondStep()
    await storeStep(login, secret)
    expect(await signIn(login, codeAt(secret, new Date()))).toBe(200)
    expect(await storedStep(login)).not.toContain(secret)
    expect(await signIn(login, codeAt(secret, new Date(Date.now() + 30_000)))).toBe(200)
  })

  it('opens nothing for somebody else, nor with another key; recovery codes still do', async () => {
    const [one, other] = [await withSecondStep(), await withSecondStep()]
    await storeStep(other.login, await storedStep(one.login))
    expect(await signIn(other.login, codeAt(one.secret, new Date()))).toBe(401)
    await world.server.stop()
    await world.startServer({ environment: { SECRETS_KEY: `${KEY} of somebody else` } })
    expect(await signIn(one.login, codeAt(one.secret, new Date()))).toBe(401)
    expect(await signIn(one.login, one.recoveryCode)).toBe(200)
    await world.server.stop()
    await world.startServer()
    expect(await signIn(one.login, codeAt(one.secret, new Date()))).toBe(200)
  })
})

describe("a channel's signing key", () => {
  it('is in the store encrypted, and one of before is still read', async () => {
    const { call, socket } = await staffOf(world.url, 'admin')
    const { channel, secret } = await channelWithKey(call, { key: 'sealed' })
    socket.disconnect()
    const bytes = Buffer.from(secret.split('.')[1] ?? '', 'base64url')
    const kept = async () => JSON.stringify(await store.collection('channels').findOne({ key: 'sealed' }))
    for (const encoding of ['base64url', 'base64', 'hex'] as const)
      expect(await kept()).not.toContain(bytes.toString(encoding))
    const enter = async () => {
      const identity = await issueContactToken({ secret, channel: 'sealed', sub: randomUUID(), name: 'Somebody' })
      return (await beginSession(world.url, { channelKey: 'sealed', identity })).status
    }
    expect(await enter()).toBe(200)
    const _id = new mongoose.Types.ObjectId(channel.id)
    await store.collection('channels').updateOne({ _id }, { $set: { 'signingKeys.0.secret': bytes } })
    await world.server.stop()
    await world.startServer()
    expect(await enter()).toBe(200)
  })
})
