import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Entry } from '@parley/shared/conversations/entry'
import { beginVisit } from '../src/testing/client-connection.js'
import { Cluster } from '../src/testing/cluster.js'
import { eventually } from '../src/testing/eventually.js'
import { hasRedis, RedisServer } from '../src/testing/redis-server.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedClient } from '../src/testing/simulated-client.js'
import { hasSeen, pullsOf } from '../src/testing/told.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')
const onRedis = hasRedis() ? describe : describe.skip

const textsOf = async (cluster: Cluster): Promise<(string | null)[]> =>
  (await cluster.snapshot()).entries.filter(({ kind }) => kind === 'text').map(({ text }) => text)

const readyOf = async (cluster: Cluster, node: number) =>
  (await (await fetch(`${cluster.url(node)}/readyz`)).json()) as { status: string; redis?: boolean }

/** The words of what a person is told live from now on; what they ask for is not among them. */
function toldTo({ socket }: SimulatedClient): Set<string> {
  const told = new Set<string>()
  socket.on('conversations:entryAppended', ({ entry }: { entry: Entry }) => {
    if (entry.kind === 'text' && entry.text !== null) told.add(entry.text)
  })
  return told
}

const METRICS_TOKEN = 'a token for the tests alone'

/** How many places in logs a node wanted that somebody else had taken. */
async function racesOf(cluster: Cluster, node: number): Promise<number> {
  const asked = await fetch(`${cluster.url(node)}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  const text = await asked.text()
  const [, count] = /^parley_log_races_total (\d+)$/m.exec(text) ?? []
  if (count === undefined) throw new Error(`no count of races in: ${text.slice(0, 200)}`)
  return Number(count)
}

onRedis('two nodes on one store (redis-server)', () => {
  let redis: RedisServer
  let cluster: Cluster

  beforeEach(async () => {
    redis = await RedisServer.start()
    cluster = await Cluster.start({ nodes: 2, environment: { REDIS_URL: redis.url, METRICS_TOKEN } })
    await eventually('both nodes know Redis', async () => (await readyOf(cluster, 1)).redis === true)
  })

  afterEach(async () => {
    expect(await cluster.end()).toEqual([])
    await redis.kill()
  })

  it('carry a conversation whose people sit at different nodes, each live, in order', async () => {
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    const agent = await cluster.agent(1, 'agent')
    const contact = await cluster.contact(0, 'visitor')
    contact.say('one')
    await eventually('the agent at the other node follows it', () => agent.followed.length === 1)
    const [threadId = ''] = agent.followed
    await eventually('it is open there', () => hasSeen(agent, 'one'))
    const [toldAgent, toldContact] = [toldTo(agent), toldTo(contact)]
    const numbers = Array.from({ length: 20 }, (_, count) => count)
    for (const count of numbers) {
      contact.say(`question ${count}`)
      agent.reply(threadId, `answer ${count}`)
    }
    // An ack may overtake what the other node announces; the client then asks, and is told all the same.
    const questions = numbers.map((count) => `question ${count}`)
    const answers = numbers.map((count) => `answer ${count}`)
    const isTold = (told: Set<string>, words: string[]) => words.every((one) => told.has(one))
    await eventually('the agent was told of every question', () => isTold(toldAgent, questions))
    await eventually('the contact was told of every answer', () => isTold(toldContact, answers))
    await eventually('all is sent', () => contact.outbox.all.length + agent.outbox.all.length === 0)
    expect(await cluster.breaches()).toEqual([])
  })

  it('know of each other where a log stands, so that question and answer at different nodes lose no race for their place', async () => {
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    const agent = await cluster.agent(1, 'agent')
    const contact = await cluster.contact(0, 'visitor')
    contact.say('hello')
    await eventually('the agent has it', () => agent.followed.length === 1 && hasSeen(agent, 'hello'))
    const [threadId = ''] = agent.followed
    const [toldAgent, toldContact] = [toldTo(agent), toldTo(contact)]
    const turn = async (count: number) => {
      contact.say(`question ${count}`)
      await eventually('the agent was told', () => toldAgent.has(`question ${count}`))
      agent.reply(threadId, `answer ${count}`)
      await eventually('the contact was told', () => toldContact.has(`answer ${count}`))
    }
    // With its first words each node comes to know the log.
    await turn(0)
    const before = await Promise.all([0, 1].map((node) => racesOf(cluster, node)))
    for (let count = 1; count <= 10; count += 1) await turn(count)
    expect(await Promise.all([0, 1].map((node) => racesOf(cluster, node)))).toEqual(before)
  })

  it('store one message that is sent fifty times over both, and begin one conversation', async () => {
    for (let round = 0; round < 20; round += 1) {
      const visit = await beginVisit(cluster.url(0))
      const tabs = await Promise.all([0, 1].map((node) => cluster.contact(node, `tab ${round} ${node}`, visit)))
      const clientMessageId = randomUUID()
      const content = { type: 'text' as const, text: `round ${round}` }
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, count) =>
          tabs[count % 2]!.call('conversations:sendMessage', { threadId: null, clientMessageId, content }),
        ),
      )
      expect(new Set(answers.map(({ entry }) => entry.id)).size).toBe(1)
      for (const tab of tabs) tab.close()
    }
    const { conversations } = await cluster.snapshot()
    expect(conversations).toHaveLength(20)
    expect(await textsOf(cluster)).toHaveLength(20)
    expect(await cluster.breaches()).toEqual([])
  })

  it('hand out sixty conversations to five agents with cap three: fifteen served, none above it', async () => {
    const logins = ['a', 'b', 'c', 'd', 'e']
    await seedStaff(
      cluster.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 3 })),
    )
    await Promise.all(logins.map((login, index) => cluster.agent(index % 2, login)))
    const contacts = await Promise.all(
      Array.from({ length: 60 }, (_, index) => cluster.contact(index % 2, `contact ${index}`)),
    )
    for (const contact of contacts) contact.say('hello')
    await eventually('all is sent', () => contacts.every(({ outbox }) => outbox.all.length === 0))
    const assigned = async () => (await cluster.snapshot()).conversations.filter(({ state }) => state === 'assigned')
    await eventually('fifteen are served', async () => (await assigned()).length === 15)
    expect(await cluster.breaches()).toEqual([])
  })

  it('count a limit together', async () => {
    const strict = { MESSAGES_PER_SECOND: '1', MESSAGES_BURST: '20' }
    for (const node of [0, 1]) await cluster.restart(node, { environment: strict })
    await eventually('both nodes know Redis', async () => (await readyOf(cluster, 1)).redis === true)
    const visit = await beginVisit(cluster.url(0))
    const tabs = await Promise.all([0, 1].map((node) => cluster.contact(node, `tab ${node}`, visit)))
    const send = (count: number) =>
      tabs[count % 2]!.call('conversations:sendMessage', {
        threadId: null,
        clientMessageId: randomUUID(),
        content: { type: 'text', text: `words ${count}` },
      }).then(
        () => 'stored',
        (error: { code: string }) => error.code,
      )
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, count) => send(count)))
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(20)
    expect(outcomes.filter((outcome) => outcome === 'rate_limited')).toHaveLength(20)
  })

  it('go on while Redis is away: acked, live on the own node, within ten seconds on the other, and as before once it is back', async () => {
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    const here = await cluster.agent(0, 'agent')
    const contact = await cluster.contact(0, 'visitor')
    contact.say('hello')
    await eventually('it is followed', () => here.followed.length === 1)
    const there = await cluster.agent(1, 'agent')
    await eventually('at the other node too', () => there.followed.length === 1)
    await there.settle()
    const before = pullsOf(there)

    await redis.kill()
    await eventually('both say so', async () => {
      const states = await Promise.all([readyOf(cluster, 0), readyOf(cluster, 1)])
      return states.every(({ status, redis: isThere }) => status === 'degraded' && isThere === false)
    })
    for (let count = 0; count < 5; count += 1) {
      const words = `without redis ${count}`
      const from = Date.now()
      contact.say(words)
      await eventually('live on the same node', () => hasSeen(here, words), 2_000)
      await eventually('on the other within ten seconds', () => hasSeen(there, words), 10_000)
      expect(Date.now() - from).toBeLessThan(12_000)
    }
    expect(pullsOf(there)).toBe(before)

    await redis.start()
    await eventually('both are well', async () => {
      const states = await Promise.all([readyOf(cluster, 0), readyOf(cluster, 1)])
      return states.every(({ status }) => status === 'ok')
    })
    await new Promise((resolve) => setTimeout(resolve, 9_000))
    for (let count = 0; count < 5; count += 1) {
      contact.say(`with redis ${count}`)
      await eventually('live again', () => hasSeen(there, `with redis ${count}`), 2_000)
    }
    expect(await cluster.breaches()).toEqual([])
  })

  it('tell their own clients what a node stored and did not live to announce', async () => {
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    await cluster.restart(0, { environment: { PARLEY_KILL_AT: 'before-announce:2' }, preload: PRELOAD })
    const agent = await cluster.agent(1, 'agent')
    const contact = await cluster.contact(0, 'visitor')
    contact.say('first')
    await eventually('it is followed', () => agent.followed.length === 1)
    await eventually('it is open there', () => hasSeen(agent, 'first'))
    await agent.settle()
    const before = pullsOf(agent)
    contact.say('stored and never announced')
    await eventually('that node is dead', () => cluster.node(0).process.signalCode === 'SIGKILL')
    await eventually('the other tells of it', () => hasSeen(agent, 'stored and never announced'), 10_000)
    expect(pullsOf(agent)).toBe(before)
    await cluster.restart(0)
    await eventually('the outbox is empty', () => contact.outbox.all.length === 0)
    expect(await cluster.breaches()).toEqual([])
  })
})
