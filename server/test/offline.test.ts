import { connected } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { talkingWith } from '../src/testing/talking.js'
import { World } from '../src/testing/world.js'

let world: World
let agent: SimulatedAgent

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
  agent = await world.agent('agent')
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const talking = (name: string) => talkingWith(agent, world, name)

describe('a client that was away', () => {
  it('gets exactly what it missed, 200 messages and the recalls among them', async () => {
    const { contact, threadId } = await talking('away')
    contact.socket.disconnect()
    for (let count = 0; count < 200; count += 1) agent.reply(threadId, `missed ${count}`)
    await eventually('all are stored', () => agent.outbox.all.length === 0, 90_000)
    const follower = await agent.follow(threadId)
    for (const entry of follower.timeline.entries.filter((each) => each.kind === 'text').slice(-3)) {
      await agent.call('conversations:recallReply', { threadId, position: entry.position })
    }
    contact.socket.connect()
    await connected(contact.socket)
    await eventually('it has caught up', async () => (await contact.settle()).finalViews.get(threadId)?.length === 206)
    const resumed = contact.history.events.filter((event) => event.type === 'resumed' && event.count > 0)
    expect(resumed.map((event) => (event.type === 'resumed' ? event.count : 0))).toEqual([100, 100, 3])
    expect(await world.breaches()).toEqual([])
  })

  it('loads the newest page anew when it missed more than five hundred', async () => {
    const { contact, threadId } = await talking('long away')
    contact.socket.disconnect()
    for (let count = 0; count < 510; count += 1) agent.reply(threadId, `missed ${count}`)
    await eventually('all are stored', () => agent.outbox.all.length === 0, 90_000)
    contact.socket.connect()
    await connected(contact.socket)
    await eventually('it has caught up', async () => {
      const entries = (await contact.settle()).finalViews.get(threadId)
      return entries?.at(-1)?.position === 513
    })
    expect(contact.history.finalViews.get(threadId)).toHaveLength(50)
    expect(await world.breaches()).toEqual([])
  })

  it('sends what it wrote meanwhile, in order, once', async () => {
    const { contact, threadId } = await talking('writes offline')
    contact.socket.disconnect()
    for (let count = 0; count < 10; count += 1) contact.say(`offline ${count}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(contact.outbox.all).toHaveLength(10)
    contact.socket.connect()
    await connected(contact.socket)
    await eventually('the outbox is empty', () => contact.outbox.all.length === 0)
    const view = (await contact.settle()).finalViews.get(threadId) ?? []
    const texts = view.flatMap((entry) => (entry.kind === 'text' && entry.text !== null ? [entry.text] : []))
    expect(texts).toEqual(['hello', ...Array.from({ length: 10 }, (_, count) => `offline ${count}`)])
    expect(await world.breaches()).toEqual([])
  })

  it('answers a lost announcement by asking, without waiting for the next message', async () => {
    const { contact, threadId } = await talking('lost announcement')
    contact.socket.onAny(() => undefined)
    contact.socket.off('conversations:entryAppended')
    agent.reply(threadId, 'never announced to this tab')
    await eventually('it is stored', () => agent.outbox.all.length === 0)
    const view = (await contact.settle()).finalViews.get(threadId) ?? []
    expect(view.at(-1)).toMatchObject({ kind: 'text', text: 'never announced to this tab' })
  })
})
