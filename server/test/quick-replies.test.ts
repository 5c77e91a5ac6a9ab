import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'one', roles: ['agent'], capacity: 5 },
    { login: 'two', roles: ['agent'], capacity: 5 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

const shortcuts = async (agent: Awaited<ReturnType<World['agent']>>) =>
  (await agent.call('quickReplies:listQuickReplies', {})).quickReplies.map(({ shortcut }) => shortcut)

describe('quick replies', () => {
  it("are at hand for their owner alone, the tenant's for everybody, and only who may changes them", async () => {
    const [one, two, boss] = await Promise.all([world.agent('one'), world.agent('two'), world.agent('boss')])
    const heard: string[] = []
    two.socket.on('quickReplies:quickRepliesChanged', () => heard.push('changed'))
    const { quickReply: own } = await one.call('quickReplies:createQuickReply', {
      shortcut: '退款',
      text: 'Dear {contact}',
      audience: { kind: 'personal' },
    })
    expect(heard).toEqual([])
    const forAll = { shortcut: 'hello', text: 'Good day', audience: { kind: 'tenant' as const } }
    expect(await codeOf(one.call('quickReplies:createQuickReply', forAll))).toBe('forbidden')
    const { quickReply: shared } = await boss.call('quickReplies:createQuickReply', forAll)
    await eventually('the others are told', () => heard.length > 0)
    expect([await shortcuts(one), await shortcuts(two)]).toEqual([['退款', 'hello'], ['hello']])

    expect(await codeOf(boss.call('quickReplies:createQuickReply', forAll))).toBe('name_taken')
    const edit = { quickReplyId: shared.id, version: shared.version, text: 'Good evening' }
    expect(await codeOf(two.call('quickReplies:editQuickReply', edit))).toBe('forbidden')
    // Somebody else's personal one does not exist, for a supervisor neither.
    expect(await codeOf(boss.call('quickReplies:deleteQuickReply', { quickReplyId: own.id }))).toBe('not_found')
    const edits = [edit, { ...edit, text: 'Good night' }].map((each) =>
      codeOf(boss.call('quickReplies:editQuickReply', each)),
    )
    expect((await Promise.all(edits)).sort()).toEqual(['allowed', 'edit_conflict'])
    await boss.call('quickReplies:deleteQuickReply', { quickReplyId: shared.id })
    expect(await shortcuts(two)).toEqual([])
  })

  it('are not handed to a queue that one is not in', async () => {
    const one = await world.agent('one')
    const audience = { kind: 'queue' as const, queueId: 'a'.repeat(24) }
    expect(await codeOf(one.call('quickReplies:createQuickReply', { shortcut: 'x', text: 'x', audience }))).toBe(
      'forbidden',
    )
  })
})

describe('drafts', () => {
  it("are on all of the writer's devices and on nobody else's", async () => {
    const [desk, phone, colleague] = await Promise.all([world.agent('one'), world.agent('one'), world.agent('two')])
    const contact = await world.contact('a visitor')
    contact.say('hello')
    await eventually('it is somebody’s', () => desk.conversations.size + colleague.conversations.size > 0)
    const { conversations } = await desk.call('conversations:listInbox', { tab: 'all' })
    const conversationId = conversations[0]!.id
    const [onPhone, elsewhere]: unknown[][] = [[], []]
    phone.socket.on('conversations:draftChanged', ({ draft }) => onPhone!.push(draft))
    for (const { socket } of [desk, colleague]) socket.on('conversations:draftChanged', (fact) => elsewhere!.push(fact))

    const draft = { conversationId, mode: 'reply' as const, text: 'half a sen' }
    await desk.call('conversations:saveDraft', draft)
    await desk.call('conversations:saveDraft', { ...draft, text: 'half a sentence' })
    await desk.call('conversations:saveDraft', { conversationId, mode: 'note', text: 'look up the order' })
    await eventually('the other device is told', () => onPhone!.length === 3)
    expect(elsewhere).toEqual([])
    const { drafts } = await phone.call('conversations:listDrafts', {})
    expect(drafts.map(({ mode, text }) => `${mode}: ${text}`).sort()).toEqual([
      'note: look up the order',
      'reply: half a sentence',
    ])
    expect(await colleague.call('conversations:listDrafts', {})).toEqual({ drafts: [] })

    await phone.call('conversations:saveDraft', { ...draft, text: '' })
    expect((await desk.call('conversations:listDrafts', {})).drafts.map(({ mode }) => mode)).toEqual(['note'])
    const foreign = { ...draft, conversationId: 'f'.repeat(24) }
    expect(await codeOf(desk.call('conversations:saveDraft', foreign))).toBe('not_found')
  })

  it('of the first words from two tabs at once become one', async () => {
    const [desk, phone] = await Promise.all([world.agent('one'), world.agent('one')])
    const { conversations } = await desk.call('conversations:listInbox', { tab: 'all' })
    const draft = { conversationId: conversations[0]!.id, mode: 'reply' as const }
    await Promise.all(
      [desk, phone, desk, phone].map((each, index) =>
        each.call('conversations:saveDraft', { ...draft, text: `${index}` }),
      ),
    )
    const { drafts } = await desk.call('conversations:listDrafts', {})
    expect(drafts.filter(({ mode }) => mode === 'reply')).toHaveLength(1)
  })
})
