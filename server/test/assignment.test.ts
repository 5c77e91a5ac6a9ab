import { eventually } from '../src/testing/eventually.js'
import { seedStaff, updateStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  expect(await world.end()).toEqual([])
})

const open = async () => (await world.snapshot()).conversations.filter(({ isOpen }) => isOpen)
const assigned = async () => (await open()).filter(({ state }) => state === 'assigned')

async function contactsWriting(count: number): Promise<SimulatedContact[]> {
  const contacts: SimulatedContact[] = []
  for (let index = 0; index < count; index += 20) {
    const some = Array.from({ length: Math.min(20, count - index) }, (_, each) =>
      world.contact(`contact ${index + each}`),
    )
    contacts.push(...(await Promise.all(some)))
  }
  for (const contact of contacts) contact.say(`from ${contact.history.client}`)
  await eventually('all are stored', () => contacts.every((contact) => contact.outbox.all.length === 0), 90_000)
  return contacts
}

describe('assignment', () => {
  it('gives 200 contacts at once to 10 agents with cap 3: thirty served, none above the cap, the rest in order', async () => {
    const logins = Array.from({ length: 10 }, (_, index) => `agent${index}`)
    await seedStaff(
      world.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 3 })),
    )
    const agents = await Promise.all(logins.map((login) => world.agent(login)))
    await contactsWriting(200)
    await eventually('thirty are served', async () => (await assigned()).length === 30, 90_000)
    expect(await open()).toHaveLength(200)
    expect(await world.breaches()).toEqual([])

    const [first] = agents as [SimulatedAgent]
    const waiting = await first.call('conversations:listInbox', { tab: 'waiting' })
    const next = waiting.conversations[0]?.id
    const own = [...first.conversations.values()].find(
      ({ state, assignee }) => state === 'assigned' && assignee?.id === first.staff.id,
    )
    await first.end(own!)
    await eventually('the longest wait is served next', async () => (await assigned()).some(({ id }) => id === next))
    expect(await assigned()).toHaveLength(30)
    expect(await world.breaches()).toEqual([])
  })

  it('lets conversations wait while nobody is there, says so, and hands them out in order when someone comes', async () => {
    await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 2 }])
    const contacts: SimulatedContact[] = []
    for (const name of ['one', 'two', 'three']) {
      const contact = await world.contact(name)
      contact.say('anybody there?')
      await eventually('it is stored', () => contact.outbox.all.length === 0)
      contacts.push(contact)
    }
    const view = await contacts[0]!.call('conversations:openThread', {})
    expect(view.isAnyoneOnline).toBe(false)
    await eventually('the visitor is told', async () => {
      const { thread } = await contacts[0]!.call('conversations:openThread', {})
      return thread?.entries.some((entry) => entry.kind === 'system' && entry.code === 'nobody_online') ?? false
    })
    await world.agent('agent')
    await eventually('as many as fit are served', async () => (await assigned()).length === 2)
    const served = new Set((await assigned()).map(({ contactId }) => `contact:${contactId}`))
    expect(contacts.map((contact) => served.has(contact.history.principalKey))).toEqual([true, true, false])
  })

  it('shares between agents: the fewest open chats first, then the longest idle', async () => {
    await seedStaff(
      world.uri,
      ['a', 'b', 'c'].map((login) => ({ login, roles: ['agent'], capacity: 5 })),
    )
    const agents = await Promise.all(['a', 'b', 'c'].map((login) => world.agent(login)))
    await contactsWriting(9)
    await eventually('all are served', async () => (await assigned()).length === 9)
    const byAgent = new Map<string, number>()
    for (const { assigneeId } of await assigned())
      byAgent.set(assigneeId ?? '', (byAgent.get(assigneeId ?? '') ?? 0) + 1)
    expect(agents.map(({ staff }) => byAgent.get(staff.id))).toEqual([3, 3, 3])
  })

  it('keeps to a cap that was lowered a moment after a decision', async () => {
    await seedStaff(world.uri, [{ login: 'lowered', roles: ['agent'], capacity: 2 }])
    await seedStaff(world.uri, [{ login: 'other', roles: ['agent'], capacity: 2 }])
    const lowered = await world.agent('lowered')
    await contactsWriting(1)
    await eventually('it is served', async () => (await assigned()).length === 1)
    await updateStaff(world.uri, 'lowered', { capacity: 1 })
    const later = await world.contact('later')
    later.say('good morning')
    await eventually('it is stored', () => later.outbox.all.length === 0)
    await world.agent('other')
    await eventually('both are served', async () => (await assigned()).length === 2)
    const ofLowered = (await assigned()).filter(({ assigneeId }) => assigneeId === lowered.staff.id)
    expect(ofLowered).toHaveLength(1)
  })

  it('stays with its agent through a reload and an absence, and gives nothing new to who is away', async () => {
    await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 5 }])
    const agent = await world.agent('agent')
    const [contact] = await contactsWriting(1)
    await eventually('it is assigned', async () => (await assigned()).length === 1)
    agent.socket.disconnect()
    const back = await world.agent('agent')
    await eventually('it is still theirs after a reload', () => back.conversations.size === 1)
    await back.call('presence:setStatus', { status: 'away' })
    contact!.say('still there?')
    await contactsWriting(1)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect((await open()).map(({ state }) => state).sort()).toEqual(['assigned', 'waiting'])
    await back.call('presence:setStatus', { status: 'online' })
    await eventually('the waiting one follows', async () => (await assigned()).length === 2)
    expect(await world.breaches()).toEqual([])
  })

  it('never assigns to a supervisor, a disabled account, or beyond a cap by hand', async () => {
    await seedStaff(world.uri, [
      { login: 'boss', roles: ['supervisor'], capacity: 5 },
      { login: 'gone', roles: ['agent'], capacity: 5 },
      { login: 'small', roles: ['agent'], capacity: 1 },
    ])
    const boss = await world.agent('boss')
    await world.agent('gone')
    await updateStaff(world.uri, 'gone', { isDisabled: true })
    await contactsWriting(2)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await assigned()).toEqual([])
    const [first, second] = await open()
    await expect(boss.call('conversations:claimConversation', { conversationId: first!.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const small = await world.agent('small')
    await eventually('the agent has one', async () => (await assigned()).length === 1)
    const left = (await open()).find(({ state }) => state === 'waiting')
    expect([first!.id, second!.id]).toContain(left!.id)
    await expect(small.call('conversations:claimConversation', { conversationId: left!.id })).rejects.toMatchObject({
      code: 'at_capacity',
    })
  })

  it('lets one of many claims win', async () => {
    const logins = Array.from({ length: 8 }, (_, index) => `agent${index}`)
    await seedStaff(
      world.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 1 })),
    )
    const agents = await Promise.all(logins.map((login) => world.agent(login)))
    await Promise.all(agents.map((agent) => agent.call('presence:setStatus', { status: 'busy' })))
    await contactsWriting(1)
    const [conversation] = await open()
    const outcomes = await Promise.all(
      agents.map((agent) =>
        agent.call('conversations:claimConversation', { conversationId: conversation!.id }).then(
          () => 'claimed',
          (error: { code: string }) => error.code,
        ),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'not_waiting')).toHaveLength(7)
    expect(await world.breaches()).toEqual([])
  })
})
