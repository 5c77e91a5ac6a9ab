import { randomUUID } from 'node:crypto'
import mongoose from 'mongoose'
import { signIn } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World
let agent: SimulatedAgent
let boss: SimulatedAgent
let threadId: string

beforeEach(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'agent', roles: ['agent'], capacity: 50 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
    { login: 'handler', roles: ['handler'], capacity: 0 },
  ])
  ;[agent, boss] = await Promise.all([world.agent('agent'), world.agent('boss')])
  const contact = await world.contact('a visitor')
  contact.say('hello')
  const mine = () => [...agent.conversations.values()].find(({ state }) => state === 'assigned')
  await eventually('the agent has it', () => mine() !== undefined)
  threadId = mine()!.threadId
})

afterEach(async () => {
  expect(await world.end()).toEqual([])
})

const note = (text: string, mentions: string[]) => ({ threadId, clientMessageId: randomUUID(), text, mentions })
const listOf = async (person: SimulatedAgent) => (await person.call('conversations:listMentions', {})).mentions

/** How often somebody was told to look. */
function toldTo(person: SimulatedAgent): () => number {
  let told = 0
  person.socket.on('conversations:mentionsChanged', () => (told += 1))
  return () => told
}

describe('a note that names a colleague', () => {
  it('is told to them once however often it is sent, on every tab, and is read when they say so', async () => {
    const secondTab = await world.agent('boss')
    const told = [toldTo(boss), toldTo(secondTab)]
    const sent = note('@boss is this right?', [boss.staff.id])
    await Promise.all([0, 1, 2].map(() => agent.call('conversations:addNote', sent)))
    await eventually('both tabs are told', () => told.every((count) => count() === 1))
    expect(await listOf(boss)).toMatchObject([
      { author: expect.any(String) as string, text: '@boss is this right?', threadId, isRead: false },
    ])
    await boss.call('conversations:markMentionsRead', { threadId })
    await eventually('the other tab is told', () => told[1]!() === 2)
    expect((await listOf(secondTab)).map(({ isRead }) => isRead)).toEqual([true])
    await boss.call('conversations:markMentionsRead', { threadId: null })
    expect(told[1]!()).toBe(2)
  })

  it('tells neither its writer, nor who may not read the thread, nor anybody unknown', async () => {
    const handler = await signIn(world.url, 'handler', 'handler')
    const told = [toldTo(agent), toldTo(boss)]
    const everybody = [agent.staff.id, handler.id, 'f'.repeat(24), boss.staff.id]
    await agent.call('conversations:addNote', note('all of you', everybody))
    await eventually('the supervisor is told', () => told[1]!() === 1)
    expect(told[0]!()).toBe(0)
    expect(await listOf(agent)).toEqual([])
    const store = await mongoose.createConnection(world.uri).asPromise()
    const kept = await store.collection('mentions').find().toArray()
    await store.close()
    expect(kept.map(({ staffId }) => String(staffId))).toEqual([boss.staff.id])
  })

  it('says nothing any more once it is recalled', async () => {
    const { entry } = await agent.call('conversations:addNote', note('@boss SENTINEL', [boss.staff.id]))
    await agent.call('conversations:recallReply', { threadId, position: entry.position })
    expect(await listOf(boss)).toMatchObject([{ text: null }])
  })
})
