import type { Entry } from '@parley/shared/conversations/entry'
import mongoose from 'mongoose'
import { Cluster } from '../src/testing/cluster.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'

let cluster: Cluster
let agent: SimulatedAgent
let boss: SimulatedAgent

beforeEach(async () => {
  cluster = await Cluster.start({ nodes: 2, environment: {} })
  await seedStaff(cluster.uri, [
    { login: 'agent', roles: ['agent'], capacity: 50 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
  ;[agent, boss] = [await cluster.agent(0, 'agent'), await cluster.agent(0, 'boss')]
})

afterEach(async () => {
  expect(await cluster.breaches()).toEqual([])
  expect(await cluster.end()).toEqual([])
})

const SECONDS = 1 / 60

/** Seconds in the place of minutes, behind the door, which takes whole minutes alone. */
async function setSilence(silence: { warnAfterMinutes: number; endAfterMinutes: number }): Promise<void> {
  const store = await mongoose.createConnection(cluster.uri).asPromise()
  await store.collection('queues').updateMany({}, { $set: { silence } })
  await store.close()
}

async function begun(name: string) {
  const visitor = await cluster.contact(0, name)
  visitor.say(`${name} asks`)
  const mine = () =>
    [...agent.conversations.values()].find(({ lastMessage, state }) => {
      return state === 'assigned' && lastMessage?.preview === `${name} asks`
    })
  await eventually(`${name} is served`, () => mine() !== undefined)
  return { ...mine()!, visitor }
}

const stateOf = async (conversationId: string) =>
  (await boss.call('conversations:openConversation', { conversationId })).conversation

const logOf = async (conversationId: string): Promise<readonly Entry[]> =>
  (await boss.call('conversations:openConversation', { conversationId })).entries

const warningsIn = (entries: readonly Entry[]) =>
  entries.filter((entry) => entry.kind === 'system' && entry.code === 'silence')

describe('silence', () => {
  it('ends nothing until a queue says so, in whole minutes', async () => {
    const [queue] = (await boss.call('routing:listQueues', {})).queues
    expect(queue!.silence).toBeNull()
    const edit = (warnAfterMinutes: number) => ({
      queueId: queue!.id,
      version: queue!.version,
      silence: { warnAfterMinutes, endAfterMinutes: 5 },
    })
    await expect(boss.call('routing:editQueue', edit(0.5))).rejects.toMatchObject({ code: 'bad_request' })
    const edited = await boss.call('routing:editQueue', edit(30))
    expect(edited.queue.silence).toEqual({ warnAfterMinutes: 30, endAfterMinutes: 5 })
  })

  it('warns the contact once and ends once, though two nodes look, and leaves alone who waits for an answer', async () => {
    const answered = await begun('the answered one')
    const unanswered = await begun('the unanswered one')
    await agent.open(answered)
    agent.reply(answered.threadId, 'Is there anything else?')
    await setSilence({ warnAfterMinutes: 1 * SECONDS, endAfterMinutes: 1 * SECONDS })
    // Either node may have done it, and nothing tells them of one another here: the store is asked.
    await eventually('it has ended', async () => (await stateOf(answered.id)).state === 'ended')
    expect((await stateOf(answered.id)).endReason).toBe('silence')
    const entries = await logOf(answered.id)
    expect(entries.slice(-2)).toMatchObject([
      { kind: 'system', code: 'silence', author: { role: 'system' } },
      { kind: 'ended', reason: 'silence', author: { role: 'system' } },
    ])
    expect(warningsIn(entries)).toHaveLength(1)
    const { thread } = await answered.visitor.call('conversations:openThread', {})
    expect(warningsIn(thread!.entries)).toHaveLength(1)
    expect(warningsIn(await logOf(unanswered.id))).toEqual([])
    expect((await stateOf(unanswered.id)).state).toBe('assigned')
  })

  it('is broken by whoever writes after the warning, and begins anew with the next answer', async () => {
    const { visitor, id, threadId } = await begun('the slow one')
    await agent.open(agent.conversations.get(id)!)
    agent.reply(threadId, 'Could you look it up?')
    await setSilence({ warnAfterMinutes: 1 * SECONDS, endAfterMinutes: 60 })
    await eventually('they are warned', async () => warningsIn(await logOf(id)).length === 1)
    visitor.say('Here it is')
    await eventually('it waits for an answer', async () => (await stateOf(id)).awaitingReplySince !== null)
    agent.reply(threadId, 'Thank you')
    await eventually('they are warned again', async () => warningsIn(await logOf(id)).length === 2)
    expect((await stateOf(id)).state).toBe('assigned')
  })
})
