import { join } from 'node:path'
import type { CountRow } from '@parley/shared/conversations/counts'
import { mergeCounts, tabCounts } from '@parley/shared/conversations/tab-counts'
import mongoose from 'mongoose'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')

let world: World

async function newWorld(): Promise<void> {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'agent', roles: ['agent'], capacity: 2 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
}

/** Changes the store behind the server's back. */
async function inStore(change: (store: mongoose.Connection) => Promise<unknown>): Promise<void> {
  const store = await mongoose.createConnection(world.uri).asPromise()
  await change(store)
  await store.close()
}

/** The numbers on somebody's tabs, as their page keeps them: read once, then told. */
async function tabsOf(person: SimulatedAgent) {
  let rows: ReadonlyMap<string, CountRow> = new Map()
  person.socket.on('conversations:countsChanged', (fact: { rows: CountRow[] }) => {
    rows = mergeCounts(rows, fact.rows)
  })
  rows = mergeCounts(rows, (await person.call('conversations:listInbox', { tab: 'mine' })).counts)
  return () => tabCounts(rows.values())
}

const areTold = (what: string, told: () => unknown, expected: unknown) =>
  eventually(what, () => JSON.stringify(told()) === JSON.stringify(expected))

afterEach(async () => {
  expect(await world.breaches()).toEqual([])
  expect(await world.end()).toEqual([])
})

describe('the numbers on the tabs', () => {
  it('follow each step of a conversation, for everyone as far as they see', async () => {
    await newWorld()
    const [agent, boss] = [await world.agent('agent'), await world.agent('boss')]
    const [mine, all] = [await tabsOf(agent), await tabsOf(boss)]
    const contacts = await Promise.all(['one', 'two', 'three'].map((name) => world.contact(name)))
    for (const contact of contacts) contact.say('hello')
    await areTold('the agent has two of three', mine, { mine: 2, waiting: 1, all: 3, ended: 0 })
    await areTold('the supervisor sees them', all, { mine: 0, waiting: 1, all: 3, ended: 0 })
    const [first] = [...agent.conversations.values()].filter(({ state }) => state === 'assigned')
    await agent.end(first!)
    await areTold('the third is taken', mine, { mine: 2, waiting: 0, all: 2, ended: 1 })
    await areTold('the supervisor sees that too', all, { mine: 0, waiting: 0, all: 2, ended: 1 })
    const fresh = (await boss.call('conversations:listInbox', { tab: 'all' })).counts
    expect(tabCounts(fresh)).toEqual(all())
  })

  it('are made anew when they are a day old, and from nothing where an earlier version counted nothing', async () => {
    await newWorld()
    const agent = await world.agent('agent')
    const contacts = await Promise.all(['one', 'two', 'three'].map((name) => world.contact(name)))
    for (const contact of contacts) contact.say('hello')
    await areTold('they count', await tabsOf(agent), { mine: 2, waiting: 1, all: 3, ended: 0 })
    await world.server.stop()
    await inStore(async (store) => {
      await store.collection('inboxCounts').updateMany({}, { $inc: { ended: 7, waiting: 2 } })
      await store.collection('inboxCountBatches').updateMany({}, { $set: { rebuiltAt: new Date(0) } })
    })
    await world.startServer()
    await eventually('the sweep has put them right', async () =>
      (await world.snapshot()).counts.every(({ ended }) => !ended),
    )
    expect(await world.breaches()).toEqual([])
    await world.server.stop()
    await inStore(async (store) => {
      await store.collection('inboxCounts').deleteMany({})
      await store.collection('inboxCountBatches').deleteMany({})
      await store.collection('conversations').updateMany({}, { $unset: { counted: 1, countedIn: 1 } })
    })
    await world.startServer()
    await world.agent('boss')
    const contact = await world.contact('four')
    contact.say('hello')
    await eventually('they are counted', async () => (await world.snapshot()).counts.length > 0)
  })

  it.each(['count-opened:2', 'count-added:2', 'count-settled:1'])(
    'are what the store holds after a kill at %s',
    async (killAt) => {
      await newWorld()
      await world.server.stop()
      await world.startServer({ environment: { PARLEY_KILL_AT: killAt }, preload: PRELOAD })
      const agent = await world.agent('agent')
      const endOne = (): void => {
        const [first] = [...agent.conversations.values()].filter(({ state }) => state === 'assigned')
        if (first !== undefined) void agent.end(first).catch(() => undefined)
      }
      const contacts = await Promise.all(['one', 'two', 'three', 'four'].map((name) => world.contact(name)))
      for (const contact of contacts) {
        contact.say('hello')
        endOne()
        await new Promise((resolve) => setTimeout(resolve, 150))
      }
      const ending = setInterval(endOne, 300)
      await eventually('the server is dead', () => world.server.process.signalCode === 'SIGKILL')
      clearInterval(ending)
      await world.startServer()
      await eventually('everything is sent', () => contacts.every(({ outbox }) => outbox.all.length === 0), 90_000)
      await eventually(
        'nothing is left half done',
        async () => (await world.snapshot()).conversations.every(({ state }) => state !== 'beginning'),
        90_000,
      )
    },
  )
})
