import { Cluster } from '../src/testing/cluster.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { ServedStore } from '../src/testing/served-store.js'

/** Longer than the driver looks for a store that is away, and tries again. */
const AWAY_MS = 12_000
const DEATHS = 2

describe('a server whose store is away', () => {
  let store: ServedStore
  let cluster: Cluster

  beforeAll(async () => {
    store = await ServedStore.start()
    cluster = await Cluster.start({ nodes: 1, environment: {}, storeUri: store.uri })
  })

  afterAll(async () => {
    await cluster.end()
    await store.end()
  })

  it('acks nothing, says so, and stores everything once the store is back', async () => {
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
    await cluster.agent(0, 'agent')
    const contacts = await Promise.all(Array.from({ length: 10 }, (_, index) => cluster.contact(0, `contact ${index}`)))
    for (const contact of contacts) contact.say('before')
    await eventually('all have a conversation', () => contacts.every(({ outbox }) => outbox.all.length === 0))
    let said = 0
    const talking = setInterval(() => {
      for (const contact of contacts) if (contact.outbox.all.length < 3) contact.say(`words ${(said += 1)}`)
    }, 20)
    const withStates = (error: Error) => {
      const states = contacts.map(({ socket, outbox }) => [socket.connected, outbox.all.map(({ state }) => state)])
      throw new Error(`${error.message}\n${JSON.stringify(states)}\n${cluster.node(0).output().slice(-4_000)}`)
    }
    const acks = () =>
      cluster.people.flatMap(({ history }) => history.events.filter(({ type }) => type === 'ack')).length
    for (let death = 0; death < DEATHS; death += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      await store.kill()
      // What was stored before it died may still be on its way to its sender.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const atDeath = acks()
      await new Promise((resolve) => setTimeout(resolve, AWAY_MS))
      expect(acks()).toBe(atDeath)
      expect((await fetch(`${cluster.url(0)}/readyz`)).status).toBe(503)
      await store.start()
      await eventually('somebody is acked again', () => acks() > atDeath).catch(withStates)
    }
    clearInterval(talking)
    const unsent = () => contacts.flatMap(({ outbox }) => outbox.all)
    const isOver = () => unsent().every(({ state }) => state === 'failed')
    await eventually('all is sent or given up', isOver, 90_000).catch(withStates)
    expect(unsent()).toEqual([])
    const { entries } = await cluster.snapshot()
    expect(entries.filter(({ kind }) => kind === 'text')).toHaveLength(said + contacts.length)
    expect(await cluster.breaches()).toEqual([])
  })
})
