import { issueContactToken } from '@parley/token'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { startServer } from '../src/testing/test-server.js'
import type { TestServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

/** What is cut, is cut within two seconds; half of one more for a machine under load. */
const PROMPTLY_MS = 2_500
/** As long as it takes until a sweep, which comes every second, has seen again what it has seen before. */
const SWEEPS_MS = 3_500

let world: World
let second: TestServer
let admin: Awaited<ReturnType<typeof staffOf>>

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  second = await startServer({ environment: { MONGODB_URI: world.uri, DEMO: 'off' } })
})

afterAll(async () => {
  admin.socket.disconnect()
  expect(await second.stop()).toBe(0)
  expect([...(await world.end()), ...second.guardRecord()]).toEqual([])
})

const visitor = async (channelKey: string) => (await beginSession(second.url, { channelKey })).session
const enter = (token: string) => contactSocket(second.url, token).socket

/** A channel of which the second process holds what it says, because somebody has come by it there. */
async function heldThere(key: string) {
  const { channel, secret } = await channelWithKey(admin.call, { key })
  const first = enter((await visitor(key)).token)
  await connected(first)
  return { channel, secret, first }
}

describe('a channel that another process holds', () => {
  it.each([1, 2, 3])('lets nobody in for longer than two seconds after it was closed here (%d)', async (round) => {
    const key = `closing-${round}`
    const { channel, first } = await heldThere(key)
    const { token } = await visitor(key)
    const { id: channelId, version } = channel
    await admin.call('channels:updateChannel', { channelId, version, change: { isEnabled: false } })
    // Whoever comes before the other process knows is let in by what it holds, and cut.
    const late = enter(token)
    await connected(late).catch(() => undefined)
    await eventually('both are out', () => !late.connected && !first.connected, PROMPTLY_MS)
    for (const socket of [late, first]) socket.disconnect()
    await expect(connected(enter(token))).rejects.toThrow('unauthenticated')
  })

  it('cuts nobody again who came back after their own tokens were revoked', async () => {
    const { secret, first } = await heldThere('coming-back')
    const known = async () => {
      const identity = await issueContactToken({ secret, channel: 'coming-back', sub: 'one' })
      return beginSession(second.url, { channelKey: 'coming-back', identity })
    }
    const { session } = await known()
    const before = enter(session.token)
    await connected(before)
    await admin.call('contacts:revokeTokens', { contactId: session.contact.id })
    await eventually('they are cut', () => !before.connected, PROMPTLY_MS)
    before.disconnect()
    let renewed = await known()
    await eventually('a token of after it counts', async () => {
      if (renewed.status !== 200) renewed = await known()
      return renewed.status === 200
    })
    const again = enter(renewed.session.token)
    let cuts = 0
    again.on('disconnect', () => (cuts += 1))
    await connected(again)
    await new Promise((resolve) => setTimeout(resolve, SWEEPS_MS))
    expect([cuts, again.connected]).toEqual([0, true])
    for (const socket of [again, first]) socket.disconnect()
  })
})
