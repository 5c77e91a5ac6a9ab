import { randomUUID } from 'node:crypto'
import { beginVisit, connected, contactSocket, signIn, staffSocket } from '../src/testing/client-connection.js'
import { Cluster } from '../src/testing/cluster.js'
import { eventually } from '../src/testing/eventually.js'
import { hasRedis, RedisServer } from '../src/testing/redis-server.js'
import { seedStaff } from '../src/testing/seed-staff.js'

const onRedis = hasRedis() ? describe : describe.skip
const AT_ONCE = 25
/** Beginnings of one contact at two nodes at once, and contacts who come at once to few agents. */
const BEGINNINGS = 500
const CROWD = 1_000
/** What is revoked is cut everywhere within this (P10), and a little for a machine that does other work. */
const REVOKED_WITHIN_MS = 4_000

const text = (words: string) => ({ type: 'text' as const, text: words })

/** So many pieces of work, a few of them side by side. */
async function inBatches(count: number, work: (index: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, each) => work(from + each)))
  }
}

onRedis('three nodes on one store (redis-server)', () => {
  let redis: RedisServer
  let cluster: Cluster

  beforeAll(async () => {
    redis = await RedisServer.start()
    cluster = await Cluster.start({ nodes: 3, environment: { REDIS_URL: redis.url } })
  })

  afterAll(async () => {
    expect(await cluster.end()).toEqual([])
    await redis.kill()
  })

  /** Says something as a new tab at one node. */
  async function say(node: number, token: string, words: string): Promise<string> {
    const { socket, call } = contactSocket(cluster.url(node), token)
    await connected(socket)
    const input = { threadId: null, clientMessageId: randomUUID(), content: text(words) }
    const { entry } = await call('conversations:sendMessage', input).finally(() => socket.disconnect())
    return entry.id
  }

  it(`begin one conversation for each of ${BEGINNINGS} contacts who write at two nodes in the same moment`, async () => {
    await inBatches(BEGINNINGS, async (index) => {
      const { token } = await beginVisit(cluster.url(index % 3))
      await Promise.all([say(index % 3, token, 'here'), say((index + 1) % 3, token, 'there')])
    })
    const { conversations, threads, entries } = await cluster.snapshot()
    expect([threads.length, conversations.length]).toEqual([BEGINNINGS, BEGINNINGS])
    expect(entries.filter(({ kind }) => kind === 'text')).toHaveLength(2 * BEGINNINGS)
    expect(await cluster.breaches()).toEqual([])
  })

  it(`hand out ${CROWD} conversations to ten agents with cap three: thirty served, the longest waits first, nobody above it`, async () => {
    const before = new Set((await cluster.snapshot()).conversations.map(({ id }) => id))
    await inBatches(CROWD - before.size, async (index) => {
      await say(index % 3, (await beginVisit(cluster.url(index % 3))).token, 'hello')
    })
    const logins = Array.from({ length: 10 }, (_, index) => `agent${index}`)
    await seedStaff(
      cluster.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 3 })),
    )
    await Promise.all(logins.map((login, index) => cluster.agent(index % 3, login)))
    const byState = async (state: string) =>
      (await cluster.snapshot()).conversations.filter((each) => each.state === state)
    await eventually('thirty are served', async () => (await byState('assigned')).length === 30, 60_000)
    expect(await byState('waiting')).toHaveLength(CROWD - 30)
    const served = (await byState('assigned')).filter(({ id }) => before.has(id))
    expect(served).toHaveLength(30)
    expect(await cluster.breaches()).toEqual([])
  })

  it('cut at every node whose token or role was taken away, and let in nobody who was offline meanwhile', async () => {
    await seedStaff(cluster.uri, [
      { login: 'admin', roles: ['admin'], capacity: 0 },
      { login: 'leaving', roles: ['supervisor'], capacity: 0 },
    ])
    const admin = staffSocket(cluster.url(0), (await signIn(cluster.url(0), 'admin', 'admin')).cookie)
    const leaving = await signIn(cluster.url(1), 'leaving', 'leaving')
    const there = [1, 2].map((node) => staffSocket(cluster.url(node), leaving.cookie))
    const visit = await beginVisit(cluster.url(2))
    await say(2, visit.token, 'so that they are known')
    const contact = [1, 2].map((node) => contactSocket(cluster.url(node), visit.token))
    await Promise.all([admin, ...there, ...contact].map(({ socket }) => connected(socket)))
    const [, offlineStaff] = there
    const [, offlineContact] = contact
    offlineStaff!.socket.disconnect()
    offlineContact!.socket.disconnect()
    const cuts = new Set<object>()
    for (const { socket } of [there[0]!, contact[0]!]) socket.once('disconnect', () => cuts.add(socket))

    const { staff } = await admin.call('accounts:getStaff', { staffId: leaving.id })
    await admin.call('accounts:editStaff', { staffId: leaving.id, version: staff.version, roles: ['handler'] })
    await admin.call('contacts:revokeTokens', { contactId: visit.id })
    await eventually('both are cut at the other node', () => cuts.size === 2, REVOKED_WITHIN_MS)
    offlineContact!.socket.connect()
    await expect(connected(offlineContact!.socket)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    offlineStaff!.socket.connect()
    await connected(offlineStaff!.socket)
    await expect(offlineStaff!.call('conversations:listInbox', { tab: 'all' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    for (const { socket } of [admin, ...there, ...contact]) socket.disconnect()
  })
})
