import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World

beforeEach(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'giver', roles: ['agent'], capacity: 5 },
    { login: 'taker', roles: ['agent'], capacity: 1 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
    { login: 'admin', roles: ['admin'], capacity: 0 },
  ])
})

afterEach(async () => {
  expect(await world.end()).toEqual([])
})

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

/** Some visitors whose conversations are all the giver's, because nobody else is there yet. */
async function given(count: number) {
  const giver = await world.agent('giver')
  const contacts = []
  for (let index = 0; index < count; index += 1) {
    const contact = await world.contact(`contact ${index}`)
    contact.say(`question ${index}`)
    contacts.push(contact)
  }
  const mine = () => [...giver.conversations.values()].filter(({ state }) => state === 'assigned')
  await eventually('all are theirs', () => mine().length === count)
  return { giver, contacts, conversations: mine() }
}

const transfer = (from: SimulatedAgent, conversationId: string, to: SimulatedAgent, rest = {}) =>
  from.call('routing:transferConversation', { conversationId, toStaffId: to.staff.id, requestId: 'request-1', ...rest })

describe('a transfer', () => {
  it('gives the conversation with its note, and the contact learns of the agent and never of the note', async () => {
    const { giver, contacts, conversations } = await given(1)
    const [contact] = contacts
    const [conversation] = conversations
    const heard: unknown[] = []
    contact!.socket.onAny((...event) => heard.push(event))
    const taker = await world.agent('taker')
    const note = 'SENTINEL: knows the order already'
    await transfer(giver, conversation!.id, taker, { note })
    await eventually('it is in their list', () => taker.conversations.get(conversation!.id)?.assignee?.name === 'taker')
    await eventually(
      'the giver has let go',
      () => giver.conversations.get(conversation!.id)?.assignee?.name === 'taker',
    )
    const { entries } = await taker.call('conversations:openConversation', { conversationId: conversation!.id })
    expect(entries.slice(-2)).toMatchObject([
      { kind: 'assigned', assignee: { name: 'taker' } },
      { kind: 'note', text: note },
    ])

    await taker.open(conversation!)
    taker.reply(conversation!.threadId, 'I go on from here')
    await eventually('the contact hears', () => JSON.stringify(heard).includes('I go on from here'))
    expect(JSON.stringify(heard)).not.toContain('SENTINEL')
    const refused = giver.call('conversations:sendReply', {
      threadId: conversation!.threadId,
      clientMessageId: 'too-late-1',
      content: { type: 'text', text: 'me too' },
    })
    expect(await codeOf(refused)).toBe('not_assignee')
    expect(await world.breaches()).toEqual([])
  })

  it('leaves the giver hearing what goes on in it, while they may read it', async () => {
    const { giver, conversations } = await given(1)
    const [conversation] = conversations
    await giver.open(conversation!)
    const heard: string[] = []
    giver.socket.on('conversations:entryAppended', ({ entry }: { entry: { kind: string; text?: string } }) =>
      heard.push(entry.text ?? entry.kind),
    )
    const taker = await world.agent('taker')
    await transfer(giver, conversation!.id, taker)
    await eventually('they see whose it is', () => {
      return heard.includes('assigned') && giver.conversations.get(conversation!.id)?.assignee?.name === 'taker'
    })
    await taker.open(conversation!)
    taker.reply(conversation!.threadId, 'I go on from here')
    await eventually('they hear the answer', () => heard.includes('I go on from here'))
  })

  it('is one transfer and one note however often it is asked for', async () => {
    const { giver, conversations } = await given(1)
    const taker = await world.agent('taker')
    const { id } = conversations[0]!
    await Promise.allSettled([1, 2, 3].map(() => transfer(giver, id, taker, { note: 'once' })))
    await transfer(giver, id, taker, { note: 'once' })
    const { entries } = await taker.call('conversations:openConversation', { conversationId: id })
    expect(entries.filter(({ kind }) => kind === 'note')).toHaveLength(1)
    expect(entries.filter(({ kind }) => kind === 'assigned')).toHaveLength(2)
  })

  it('never goes above a cap, of many at once too, unless somebody who may forces it', async () => {
    const { giver, conversations } = await given(3)
    const [taker, boss] = [await world.agent('taker'), await world.agent('boss')]
    const outcomes = await Promise.all(conversations.map(({ id }) => codeOf(transfer(giver, id, taker))))
    expect(outcomes.sort()).toEqual(['allowed', 'at_capacity', 'at_capacity'])
    expect(await world.breaches()).toEqual([])
    const left = conversations.find(({ id }) => giver.conversations.get(id)?.assignee?.name === 'giver')!
    expect(await codeOf(transfer(giver, left.id, taker, { force: true }))).toBe('forbidden')
    expect(await codeOf(transfer(boss, left.id, taker, { force: true }))).toBe('allowed')
    const admin = await world.agent('admin')
    const { records } = await admin.call('audit:listAudit', { action: 'conversation.forced' })
    expect(records).toMatchObject([{ subject: { id: left.id }, details: { to: taker.staff.id, isAboveCap: true } }])
    await eventually('they have two', () => taker.conversations.get(left.id)?.assignee?.name === 'taker')
    expect(
      (await world.snapshot()).conversations.filter(
        ({ slot, assigneeId }) => assigneeId === taker.staff.id && slot === null,
      ),
    ).toHaveLength(1)
  })

  it('goes to agents alone, by those whose conversation it is or who manage it', async () => {
    const { giver, conversations } = await given(1)
    const [taker, boss] = [await world.agent('taker'), await world.agent('boss')]
    const { id } = conversations[0]!
    expect(await codeOf(transfer(giver, id, boss))).toBe('bad_request')
    expect(await codeOf(transfer(taker, id, taker))).toBe('forbidden')
    const nobody = { conversationId: id, toStaffId: 'f'.repeat(24), requestId: 'request-2' }
    expect(await codeOf(giver.call('routing:transferConversation', nobody))).toBe('not_found')
    await giver.end(conversations[0]!)
    expect(await codeOf(transfer(boss, id, taker))).toBe('conversation_ended')
  })

  it('gives the place that became free to who waits', async () => {
    const { giver, conversations } = await given(5)
    const late = await world.contact('late')
    late.say('is there room?')
    await eventually(
      'they wait',
      async () => (await giver.call('conversations:listInbox', { tab: 'waiting' })).conversations.length === 1,
    )
    const taker = await world.agent('taker')
    await taker.call('presence:setStatus', { status: 'busy' })
    await eventually('nobody waits, or the taker has taken it', async () => {
      const { conversations: waiting } = await giver.call('conversations:listInbox', { tab: 'waiting' })
      if (waiting.length > 0) await codeOf(transfer(giver, conversations[0]!.id, taker))
      return waiting.length === 0
    })
    expect(await world.breaches()).toEqual([])
  })
})

describe('who is looking', () => {
  it('is told to colleagues in the thread and in the list, and taken back when they leave or vanish', async () => {
    const { giver, contacts, conversations } = await given(1)
    const boss = await world.agent('boss')
    const heard: { name: string; isViewing: boolean }[] = []
    const toContact: unknown[] = []
    giver.socket.on('conversations:viewingChanged', (fact) => heard.push(fact))
    contacts[0]!.socket.onAny((name: string) => toContact.push(name))
    const conversationId = conversations[0]!.id
    await boss.call('conversations:setViewing', { conversationId, isViewing: true })
    await boss.call('conversations:setViewing', { conversationId, isViewing: true })
    await boss.call('conversations:setViewing', { conversationId, isViewing: false })
    await eventually('both are heard', () => heard.length === 2)
    expect(heard).toMatchObject([
      { name: 'boss', isViewing: true },
      { name: 'boss', isViewing: false },
    ])
    await boss.call('conversations:setViewing', { conversationId, isViewing: true })
    boss.socket.disconnect()
    await eventually('they are gone', () => heard.at(-1)?.isViewing === false && heard.length === 4)
    expect(toContact).not.toContain('conversations:viewingChanged')
    expect(
      await codeOf(giver.call('conversations:setViewing', { conversationId: 'f'.repeat(24), isViewing: true })),
    ).toBe('not_found')
  })
})
