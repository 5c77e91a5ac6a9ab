import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPresence } from '@parley/shared/presence/presence'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  expect(await world.end()).toEqual([])
})

const UNKNOWN = 'f'.repeat(24)

const open = async () => (await world.snapshot()).conversations.filter(({ isOpen }) => isOpen)
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: unknown) => (error instanceof ParleyError ? error.code : String(error)),
  )

/** A contact whose message is stored and waits, and the id of its conversation. */
async function waiting(name: string): Promise<{ contact: SimulatedContact; conversationId: string }> {
  const contact = await world.contact(name)
  contact.say(`from ${name}`)
  await eventually('it is stored', () => contact.outbox.all.length === 0)
  const { thread } = await contact.call('conversations:openThread', {})
  return { contact, conversationId: thread!.conversation!.id }
}

const assign = (lead: SimulatedAgent, conversationId: string, to: SimulatedAgent, seenAssigneeId: string | null) =>
  lead.call('routing:assignConversation', { conversationId, staffId: to.staff.id, seenAssigneeId })

const row = async (lead: SimulatedAgent, agent: SimulatedAgent) =>
  (await lead.call('routing:listDesk', {})).agents.find(({ staffId }) => staffId === agent.staff.id)

async function team() {
  await seedStaff(world.uri, [
    { login: 'one', roles: ['agent'], capacity: 1 },
    { login: 'two', roles: ['agent'], capacity: 1 },
    { login: 'chief', roles: ['supervisor'], capacity: 0 },
  ])
  const [one, two, lead] = await Promise.all([world.agent('one'), world.agent('two'), world.agent('chief')])
  for (const agent of [one, two]) await agent.call('presence:setStatus', { status: 'away' })
  return { one, two, lead }
}

describe("the supervisor's desk", () => {
  it('gives a waiting conversation to an agent, into a free slot, then above the cap without one, and says so', async () => {
    const { one, lead } = await team()
    const first = await waiting('first')
    const second = await waiting('second')
    expect(await assign(lead, first.conversationId, one, null)).toMatchObject({
      isAboveCap: false,
      conversation: { state: 'assigned', assignee: { id: one.staff.id } },
    })
    expect(await assign(lead, second.conversationId, one, null)).toMatchObject({ isAboveCap: true })
    expect(await row(lead, one)).toMatchObject({ openChats: 2, forcedChats: 1, capacity: 1, status: 'away' })
    await eventually('the agent has both', () =>
      [first, second].every(({ conversationId }) => one.conversations.get(conversationId)?.state === 'assigned'),
    )
    expect(await world.breaches()).toEqual([])
  })

  it('takes a conversation from one agent to another; the first hears it and has room again', async () => {
    const { one, two, lead } = await team()
    const { conversationId, contact } = await waiting('moved')
    await assign(lead, conversationId, one, null)
    await assign(lead, conversationId, two, one.staff.id)
    await eventually('the first hears', () => one.conversations.get(conversationId)?.assignee?.id === two.staff.id)
    expect([await row(lead, one), await row(lead, two)]).toMatchObject([{ openChats: 0 }, { openChats: 1 }])
    await eventually('the contact is told of both', async () => {
      const { thread } = await contact.call('conversations:openThread', {})
      return thread?.entries.filter(({ kind }) => kind === 'assigned').length === 2
    })
    await one.call('presence:setStatus', { status: 'online' })
    const next = await waiting('next')
    await eventually(
      'the next one is for the first',
      () => one.conversations.get(next.conversationId)?.state === 'assigned',
    )
  })

  it('lets one of two who decide at once win, and tells the other', async () => {
    const { one, two, lead } = await team()
    const { conversationId } = await waiting('wanted')
    const outcomes = await Promise.all([
      refusal(assign(lead, conversationId, one, null)),
      refusal(assign(lead, conversationId, two, null)),
    ])
    expect(outcomes.sort()).toEqual(['done', 'edit_conflict'])
    expect((await open()).filter(({ slot }) => slot !== null)).toHaveLength(1)
  })

  it('answers a retry with what is, and writes nothing again', async () => {
    const { one, lead } = await team()
    const { conversationId, contact } = await waiting('again')
    await assign(lead, conversationId, one, null)
    const { conversation } = await assign(lead, conversationId, one, null)
    expect(conversation.assignee?.id).toBe(one.staff.id)
    await eventually('one entry says so', async () => {
      const { thread } = await contact.call('conversations:openThread', {})
      return thread?.entries.filter(({ kind }) => kind === 'assigned').length === 1
    })
  })

  it('refuses agents who assign, supervisors as assignees, and what is not there', async () => {
    const { one, two, lead } = await team()
    const { conversationId } = await waiting('mine')
    const target = { conversationId, staffId: two.staff.id, seenAssigneeId: null }
    expect(await refusal(one.call('routing:assignConversation', target))).toBe('forbidden')
    expect(await refusal(one.call('routing:listDesk', {}))).toBe('forbidden')
    expect(await refusal(assign(lead, conversationId, lead, null))).toBe('bad_request')
    expect(await refusal(assign(lead, UNKNOWN, one, null))).toBe('not_found')
    expect(await refusal(lead.call('routing:assignConversation', { ...target, staffId: UNKNOWN }))).toBe('not_found')
    expect((await open()).map(({ state }) => state)).toEqual(['waiting'])
  })

  it('shows what somebody wrote about their status, until they choose another', async () => {
    const { one, two, lead } = await team()
    const told: unknown[] = []
    two.socket.on('presence:presenceChanged', ({ presence }: { presence: StaffPresence }) => {
      if (presence.staffId === one.staff.id) told.push(presence.statusNote)
    })
    const statusNote = 'Back at three'
    expect(await one.call('presence:setStatus', { status: 'away', statusNote })).toEqual({ status: 'away', statusNote })
    expect(await one.call('presence:setStatus', { status: 'away' })).toEqual({ status: 'away', statusNote })
    expect(await row(lead, one)).toMatchObject({ statusNote })
    expect((await two.call('presence:listPresence', {})).staff).toContainEqual(expect.objectContaining({ statusNote }))
    expect(await one.call('presence:setStatus', { status: 'busy' })).toEqual({ status: 'busy', statusNote: null })
    await eventually('colleagues are told', () => told.at(-1) === null && told.includes(statusNote))
    const tooLong = one.call('presence:setStatus', { status: 'busy', statusNote: 'x'.repeat(81) })
    expect(await refusal(tooLong)).toBe('bad_request')
  })

  it('knows since when somebody is there in their status', async () => {
    const { one, lead } = await team()
    const before = await row(lead, one)
    await one.call('presence:setStatus', { status: 'away' })
    expect((await row(lead, one))?.since).toBe(before?.since)
    await one.call('presence:setStatus', { status: 'busy' })
    const after = await row(lead, one)
    expect(after).toMatchObject({ status: 'busy', isReachable: true })
    expect(Date.parse(after!.since!)).toBeGreaterThan(Date.parse(before!.since!))
  })
})
