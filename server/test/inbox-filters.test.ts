import { VIEWS_MAX } from '@parley/shared/conversations/limits'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'one', roles: ['agent'], capacity: 2 },
    { login: 'two', roles: ['agent'], capacity: 2 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const NOBODY = 'f'.repeat(24)
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

describe('filters of the inbox', () => {
  it('leave what fits all of them, page by page, and reach no further than whoever asks', async () => {
    const [one, two, boss] = await Promise.all([world.agent('one'), world.agent('two'), world.agent('boss')])
    for (const name of ['a', 'b', 'c', 'd']) (await world.contact(name)).say('hello')
    const assigned = async () => (await boss.call('conversations:listInbox', { tab: 'all' })).conversations
    await eventually(
      'each has two',
      async () => (await assigned()).filter(({ assignee }) => assignee !== null).length === 4,
    )
    const all = await assigned()
    expect(all).toHaveLength(4)
    const idOf = (name: string) => all.find(({ assignee }) => assignee?.name.toLowerCase().includes(name))?.assignee?.id
    const [oneId, twoId] = [idOf('one') ?? '', idOf('two') ?? '']
    const { tag } = await boss.call('tags:createTag', { name: 'VIP' })
    const tagged = all.filter(({ assignee }) => assignee?.id === oneId)
    for (const { id: conversationId } of tagged) {
      await boss.call('conversations:tagConversation', { conversationId, tagId: tag.id })
    }
    const listed = async (filter: object, agent = boss) =>
      (await agent.call('conversations:listInbox', { tab: 'all', filter })).conversations.map(({ id }) => id)
    const ids = (some: typeof all) => some.map(({ id }) => id)

    expect(await listed({})).toEqual(ids(all))
    expect(await listed({ tagId: tag.id })).toEqual(ids(tagged))
    expect(await listed({ assigneeId: oneId })).toEqual(ids(tagged))
    expect(await listed({ tagId: tag.id, assigneeId: twoId })).toEqual([])
    expect(await listed({ queueId: all[0]!.queueId, channelId: all[0]!.channel.id })).toEqual(ids(all))
    expect(await listed({ channelId: NOBODY })).toEqual([])

    const page = { tab: 'all' as const, filter: { tagId: tag.id }, limit: 1 }
    const first = await boss.call('conversations:listInbox', page)
    const second = await boss.call('conversations:listInbox', { ...page, cursor: first.next ?? '' })
    expect(ids([...first.conversations, ...second.conversations])).toEqual(ids(tagged))
    expect(second.next).toBeNull()

    const mineOf = async (agent: typeof one, filter: object) =>
      (await agent.call('conversations:listInbox', { tab: 'mine', filter })).conversations.length
    expect(await mineOf(one, { assigneeId: twoId })).toBe(0)
    expect(await mineOf(one, { assigneeId: oneId })).toBe(2)
    expect(await mineOf(two, { tagId: tag.id })).toBe(0)
    expect(
      await codeOf(boss.call('conversations:listInbox', { tab: 'all', filter: { tagId: { $ne: '' } } as never })),
    ).toBe('bad_request')
  })
})

describe('views of the inbox', () => {
  it('are kept for their owner on every device, one for each name', async () => {
    const [desk, phone, boss] = await Promise.all([world.agent('one'), world.agent('one'), world.agent('boss')])
    let told = 0
    phone.socket.on('conversations:inboxViewsChanged', () => (told += 1))
    const view = { name: 'Refunds', tab: 'all' as const, filter: { tagId: NOBODY } }
    const saved = await Promise.all([desk, phone, desk].map((each) => each.call('conversations:saveInboxView', view)))
    expect(new Set(saved.map(({ view: { id } }) => id)).size).toBe(1)
    await desk.call('conversations:saveInboxView', { ...view, tab: 'ended' })
    const { views } = await phone.call('conversations:listInboxViews', {})
    expect(views).toEqual([{ ...view, tab: 'ended', id: saved[0]!.view.id }])
    await eventually('the phone is told', () => told >= 4)
    expect(await boss.call('conversations:listInboxViews', {})).toEqual({ views: [] })
    await boss.call('conversations:deleteInboxView', { viewId: views[0]!.id })
    expect((await desk.call('conversations:listInboxViews', {})).views).toHaveLength(1)
    await desk.call('conversations:deleteInboxView', { viewId: views[0]!.id })
    await desk.call('conversations:deleteInboxView', { viewId: views[0]!.id })
    expect(await phone.call('conversations:listInboxViews', {})).toEqual({ views: [] })
  })

  it('are no more than one can overlook, and outlive the server', async () => {
    const one = await world.agent('two')
    const save = (name: string) => one.call('conversations:saveInboxView', { name, tab: 'mine', filter: {} })
    for (let index = 0; index < VIEWS_MAX; index += 1) await save(`view ${index}`)
    expect(await codeOf(save('one more'))).toBe('too_large')
    expect(await codeOf(save('view 3'))).toBe('allowed')
    expect(await codeOf(save('  '))).toBe('bad_request')
    await world.server.kill()
    await world.startServer()
    const again = await world.agent('two')
    expect((await again.call('conversations:listInboxViews', {})).views).toHaveLength(VIEWS_MAX)
  })
})
