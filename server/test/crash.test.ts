import { join } from 'node:path'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')

/** A server that dies at a point, with one agent and one visitor; started again without the fault. */
async function dyingWorld(killAt: string): Promise<World> {
  const world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
  await world.server.stop()
  await world.startServer({ environment: { PARLEY_KILL_AT: killAt }, preload: PRELOAD })
  return world
}

const died = (world: World) => () => world.server.process.signalCode === 'SIGKILL'

/** Opens whatever the agent is given, as the page of a diligent agent would. */
function openAll(agent: SimulatedAgent): void {
  agent.onAssigned = (conversation) => void agent.open(conversation).catch(() => undefined)
  for (const conversation of agent.conversations.values()) agent.onAssigned(conversation)
}

describe('a server killed', () => {
  it.each([
    'before-store',
    'after-store:1',
    'after-store:3',
    'before-announce:1',
    'before-announce:2',
    'after-open',
    'before-waiting',
    'after-claim',
  ])('%s loses nothing, doubles nothing, and goes on by itself', async (killAt) => {
    const world = await dyingWorld(killAt)
    const agent = await world.agent('agent')
    openAll(agent)
    const contact = await world.contact('visitor')
    for (const words of ['one', 'two', 'three', 'four']) contact.say(words)
    await eventually('the server is dead', died(world))
    await world.startServer()
    await eventually('the outbox is empty', () => contact.outbox.all.length === 0, 90_000)
    await eventually(
      'an agent has it',
      async () => {
        const { conversations, entries } = await world.snapshot()
        return (
          conversations.length === 1 &&
          conversations[0]?.state === 'assigned' &&
          entries.some(({ kind }) => kind === 'assigned')
        )
      },
      90_000,
    )
    const { entries } = await world.snapshot()
    expect(entries.flatMap(({ kind, text }) => (kind === 'text' ? [text] : []))).toEqual([
      'one',
      'two',
      'three',
      'four',
    ])
    await eventually('the list shows the last message', () =>
      [...agent.conversations.values()].some(({ lastMessage }) => lastMessage?.preview === 'four'),
    )
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  it('after the entry of an end finishes that end by itself, and frees the slot', async () => {
    const world = await dyingWorld('after-end-entry')
    const agent = await world.agent('agent')
    const contact = await world.contact('visitor')
    contact.say('hello')
    await eventually('it is assigned', () =>
      [...agent.conversations.values()].some(({ state }) => state === 'assigned'),
    )
    const [conversation] = agent.conversations.values()
    void agent.end(conversation!).catch(() => undefined)
    await eventually('the server is dead', died(world))
    await world.startServer()
    await eventually(
      'the document follows the log',
      async () => {
        const { conversations } = await world.snapshot()
        return conversations[0]?.state === 'ended' && conversations[0].slot === null
      },
      90_000,
    )
    contact.say('and another thing')
    await eventually('the next one begins', async () => (await world.snapshot()).conversations.length === 2)
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  it('before a recalled text was blanked blanks it when it is back', async () => {
    const world = await dyingWorld('before-blank')
    const contact = await world.contact('visitor')
    contact.say('oops')
    await eventually('it is stored', () => contact.outbox.all.length === 0)
    const [threadId = ''] = contact.followed
    void contact.call('conversations:recallMessage', { threadId, position: 2 }).catch(() => undefined)
    await eventually('the server is dead', died(world))
    await world.startServer()
    await eventually('the words are gone', async () =>
      (await world.snapshot()).entries.every(({ text }) => text !== 'oops'),
    )
    await eventually('the visitor is back', () => contact.socket.connected)
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  it('at 20 random points under 20 contacts and 5 agents keeps every promise', async () => {
    const world = await World.start()
    const logins = ['a', 'b', 'c', 'd', 'e']
    await seedStaff(
      world.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 10 })),
    )
    const agents = await Promise.all(logins.map((login) => world.agent(login)))
    for (const agent of agents) openAll(agent)
    const contacts = await Promise.all(Array.from({ length: 20 }, (_, index) => world.contact(`contact ${index}`)))
    let said = 0
    const talking = setInterval(() => {
      // Nobody writes on for long without an answer: what waits stays a few messages, however slow the machine is.
      for (const contact of contacts.filter(({ outbox }) => outbox.all.length < 5)) {
        if (Math.random() < 0.3) contact.say(`words ${(said += 1)}`)
      }
      for (const agent of agents.filter(({ outbox }) => outbox.all.length < 5)) {
        for (const threadId of agent.followed) if (Math.random() < 0.1) agent.reply(threadId, `answer ${(said += 1)}`)
      }
    }, 60)
    for (let kill = 0; kill < 20; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 700))
      await world.server.kill()
      await world.startServer()
    }
    clearInterval(talking)
    const people = [...contacts, ...agents]
    const unsent = () => people.flatMap(({ outbox }) => outbox.all)
    await eventually('everything written is sent', () => unsent().every(({ state }) => state === 'failed'), 90_000)
    expect(unsent()).toEqual([])
    await eventually(
      'nothing is left half done',
      async () => {
        const { conversations } = await world.snapshot()
        return conversations.every(({ state }) => state === 'assigned' || state === 'ended')
      },
      90_000,
    )
    const { entries } = await world.snapshot()
    const acked = people.flatMap(({ history }) => history.events.filter(({ type }) => type === 'ack'))
    expect(acked.length).toBe(said)
    expect(entries.filter(({ kind }) => kind === 'text')).toHaveLength(said)
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  }, 400_000)
})
