import type { Entry } from '@parley/shared/conversations/entry'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { conversationOf as newestOf, talkingWith } from '../src/testing/talking.js'
import { World } from '../src/testing/world.js'

const SENTINEL = 'SENTINEL no contact may see this'
const AT_ONCE = 40

let world: World
let agent: SimulatedAgent

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 100 }])
  agent = await world.agent('agent')
})

afterAll(async () => {
  expect(await world.breaches()).toEqual([])
  expect(await world.end()).toEqual([])
})

const talking = (name: string) => talkingWith(agent, world, name)
const conversationOf = (threadId: string) => newestOf(agent, threadId)

const said = (entries: readonly Entry[]) =>
  entries.map((entry) => `${entry.position} ${entry.kind === 'text' ? entry.text : entry.kind}`)

async function allAreStored(): Promise<void> {
  await eventually('all are stored', () => agent.outbox.all.length === 0, 60_000)
}

/** Opens the thread of a contact as one who holds it up to a position. */
const openFrom = async ({ call }: SimulatedContact, threadId: string, position: number) =>
  (await call('conversations:openThread', { held: { threadId, position } })).thread

describe('a contact who comes back', () => {
  it('is told what they missed as they open their thread, and nothing that is not theirs', async () => {
    const { contact, threadId } = await talking('missed some')
    await contact.settle()
    const held = (await openFrom(contact, threadId, 1))?.position ?? 0
    agent.reply(threadId, 'missed 1')
    agent.write(threadId, SENTINEL, 'note')
    agent.reply(threadId, 'missed 2')
    await allAreStored()
    const thread = await openFrom(contact, threadId, held)
    expect(thread).toMatchObject({ id: threadId, goesOn: true, position: held + 2 })
    expect(said(thread?.entries ?? [])).toEqual([`${held + 1} missed 1`, `${held + 2} missed 2`])
    expect(thread?.conversation).toMatchObject({ state: 'assigned' })
    expect(JSON.stringify(thread)).not.toContain('SENTINEL')
  })

  it('is told how the conversation stands and who has read, though they missed nothing', async () => {
    const { contact, threadId } = await talking('missed nothing')
    const { id } = conversationOf(threadId)!
    const held = (await openFrom(contact, threadId, 1))?.position ?? 0
    const { position } = await agent.call('conversations:openConversation', { conversationId: id })
    await agent.call('conversations:markConversationRead', { threadId, position })
    const thread = await openFrom(contact, threadId, held)
    expect(thread).toMatchObject({ goesOn: true, entries: [], position: held, conversation: { id, state: 'assigned' } })
    expect(thread?.marks).toEqual([expect.objectContaining({ role: 'staff', readerId: null, readPosition: held })])
  })

  it('is told of the conversation that began when theirs had ended', async () => {
    const { contact, threadId } = await talking('ended meanwhile')
    const first = conversationOf(threadId)!
    const held = (await openFrom(contact, threadId, 1))?.position ?? 0
    await agent.end(first)
    const ended = await openFrom(contact, threadId, held)
    expect([said(ended?.entries ?? []), ended?.conversation]).toMatchObject([
      [`${held + 1} ended`],
      { id: first.id, state: 'ended' },
    ])
    contact.say('one more thing')
    await eventually('another has begun', () => conversationOf(threadId)?.id !== first.id)
    const thread = await openFrom(contact, threadId, held)
    expect(thread?.conversation?.id).toBe(conversationOf(threadId)?.id)
    expect(thread?.entries.length).toBeGreaterThan(2)
  })

  it('gets the newest page where they missed more than one, or hold what this server never had', async () => {
    const { contact, threadId } = await talking('missed much')
    for (let count = 0; count < 60; count += 1) agent.reply(threadId, `missed ${count}`)
    await allAreStored()
    const page = await openFrom(contact, threadId, 2)
    expect([page?.goesOn, page?.entries.length, page?.hasEarlier]).toEqual([false, 50, true])
    const other = await talking('somebody else')
    for (const [id, position] of [
      [threadId, 1_000_000],
      [other.threadId, 1],
    ] as const) {
      const thread = await openFrom(contact, id, position)
      expect(thread).toMatchObject({ id: threadId, goesOn: false, position: page?.position })
    }
  })

  it.each([
    ['nowhere', 0],
    ['before the beginning', -1],
    ['half a place', 1.5],
    ['words', 'two'],
  ])('is refused when they hold it up to %s', async (_what, position) => {
    const { call } = await world.contact('holds nonsense')
    const held = { threadId: '0'.repeat(24), position: position as number }
    await expect(call('conversations:openThread', { held })).rejects.toMatchObject({ code: 'bad_request' })
  })
})

describe('many who come back at once', () => {
  it('are each told what they missed, beside staff who ask for the same threads, and nobody anything else', async () => {
    const people = []
    for (let index = 0; index < AT_ONCE; index += 1) people.push(await talking(`one of many ${index}`))
    const held = await Promise.all(people.map(({ contact, threadId }) => openFrom(contact, threadId, 1)))
    const heldOf = (index: number) => held[index]?.position ?? 0
    people.forEach(({ threadId }, index) => {
      agent.write(threadId, SENTINEL, 'note')
      for (let count = 0; count <= index % 3; count += 1) agent.reply(threadId, `for ${index}, ${count}`)
    })
    await allAreStored()
    const cursors = Object.fromEntries(people.map(({ threadId }, index) => [threadId, heldOf(index)]))
    const [opened, fromFurther, { threads }] = await Promise.all([
      Promise.all(people.map(({ contact, threadId }, index) => openFrom(contact, threadId, heldOf(index)))),
      Promise.all(people.map(({ contact, threadId }, index) => openFrom(contact, threadId, heldOf(index) + 1))),
      agent.call('conversations:syncConversations', { cursors }),
    ])
    people.forEach(({ threadId }, index) => {
      const missed = Array.from({ length: (index % 3) + 1 }, (_, count) => `for ${index}, ${count}`)
      const placed = missed.map((words, count) => `${heldOf(index) + 1 + count} ${words}`)
      expect(said(opened[index]?.entries ?? [])).toEqual(placed)
      expect(said(fromFurther[index]?.entries ?? [])).toEqual(placed.slice(1))
      const pulled = threads[threadId]?.entries.map((entry) => ('text' in entry ? entry.text : entry.kind))
      expect(pulled).toEqual([SENTINEL, ...missed])
      expect(threads[threadId]).toMatchObject({ hasMore: false, mustReload: false })
    })
    expect(JSON.stringify([opened, fromFurther])).not.toContain('SENTINEL')
  })

  it('have all their receipts kept, each reader their own, and none goes back', async () => {
    const people = []
    for (let index = 0; index < AT_ONCE; index += 1) people.push(await talking(`reads at once ${index}`))
    const last = await Promise.all(people.map(({ contact, threadId }) => openFrom(contact, threadId, 1)))
    const positionOf = (index: number) => last[index]?.position ?? 0
    const told = await Promise.all(
      people.flatMap(({ contact, threadId }, index) => [
        contact.call('conversations:markDelivered', { threadId, position: positionOf(index) }),
        contact.call('conversations:markDelivered', { threadId, position: 1 }),
        agent.call('conversations:markConversationRead', { threadId, position: positionOf(index) - (index % 2) }),
        agent.call('conversations:markConversationRead', { threadId, position: 1 }),
      ]),
    )
    people.forEach(({ threadId, contact }, index) => {
      const [delivered, again, read, readAgain] = told.slice(4 * index).map(({ mark }) => mark)
      const contactId = contact.history.principalKey.slice('contact:'.length)
      for (const mark of [delivered, again])
        expect(mark).toMatchObject({ threadId, role: 'contact', readerId: contactId, readPosition: 0 })
      for (const mark of [read, readAgain])
        expect(mark).toMatchObject({ threadId, role: 'staff', readerId: agent.staff.id })
    })
    const inbox = await agent.call('conversations:listInbox', { tab: 'mine' })
    const opened = await Promise.all(people.map(({ contact, threadId }) => openFrom(contact, threadId, 1)))
    people.forEach(({ threadId }, index) => {
      const marks = opened[index]?.marks ?? []
      const [own, staff] = ['contact', 'staff'].map((role) => marks.find((mark) => mark.role === role))
      expect(own).toMatchObject({ deliveredPosition: positionOf(index), readPosition: 0 })
      expect(staff).toMatchObject({ readPosition: positionOf(index) - (index % 2), readCount: 1 })
      expect(marks).toHaveLength(2)
      const listed = inbox.marks.find((mark) => mark.threadId === threadId)
      if (listed !== undefined) expect(listed.readPosition).toBe(positionOf(index) - (index % 2))
    })
  })
})
