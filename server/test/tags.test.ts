import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'one', roles: ['agent'], capacity: 5 },
    { login: 'two', roles: ['agent'], capacity: 0 },
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

describe('tags', () => {
  it('are one list for the tenant, kept by those who may, each name once', async () => {
    const [one, boss] = await Promise.all([world.agent('one'), world.agent('boss')])
    let heard = 0
    one.socket.on('tags:tagsChanged', () => (heard += 1))
    expect(await codeOf(one.call('tags:createTag', { name: 'Mine' }))).toBe('forbidden')
    const codes = await Promise.all(
      ['Refund', 'refund', 'REFUND'].map((name) => codeOf(boss.call('tags:createTag', { name }))),
    )
    expect(codes.sort()).toEqual(['allowed', 'name_taken', 'name_taken'])
    await eventually('the agent is told', () => heard === 1)
    const [tag] = (await one.call('tags:listTags', {})).tags
    const rename = { tagId: tag!.id, version: tag!.version }
    const renames = ['退款', '退货'].map((name) => codeOf(boss.call('tags:editTag', { ...rename, name })))
    expect((await Promise.all(renames)).sort()).toEqual(['allowed', 'edit_conflict'])
    const { records } = await auditOf()
    expect(records).toEqual(['tag.created', 'tag.edited'])
  })

  it('on a conversation are seen by everybody who has it in a list, and go with the list', async () => {
    const [one, two, boss] = await Promise.all([world.agent('one'), world.agent('two'), world.agent('boss')])
    const { tag } = await boss.call('tags:createTag', { name: 'Invoice' })
    const contact = await world.contact('a visitor')
    contact.say('hello')
    await eventually('the agent has it', () =>
      [...one.conversations.values()].some(({ state }) => state === 'assigned'),
    )
    const conversationId = [...one.conversations.keys()][0] ?? ''
    const tagged = (agent: typeof two) => agent.conversations.get(conversationId)?.tagIds ?? []

    const both = [one, two].map((each) => each.call('conversations:tagConversation', { conversationId, tagId: tag.id }))
    await Promise.all(both)
    await eventually('both are told', () => [one, two].every((each) => tagged(each).join() === tag.id))
    const nobody = { conversationId, tagId: 'f'.repeat(24) }
    expect(await codeOf(one.call('conversations:tagConversation', nobody))).toBe('not_found')

    await two.call('conversations:untagConversation', { conversationId, tagId: tag.id })
    await two.call('conversations:untagConversation', { conversationId, tagId: tag.id })
    await eventually('it is gone for both', () => [one, two].every((each) => tagged(each).length === 0))

    await one.call('conversations:tagConversation', { conversationId, tagId: tag.id })
    await boss.call('tags:deleteTag', { tagId: tag.id })
    expect(await codeOf(one.call('conversations:tagConversation', { conversationId, tagId: tag.id }))).toBe('not_found')
    await eventually('the conversation has let it go', async () => {
      const { conversations } = await two.call('conversations:listInbox', { tab: 'all' })
      return conversations.find(({ id }) => id === conversationId)?.tagIds.length === 0
    })
  })
})

async function auditOf(): Promise<{ records: string[] }> {
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  const admin = await world.agent('admin')
  const { records } = await admin.call('audit:listAudit', {})
  return {
    records: records
      .map(({ action }) => action as string)
      .filter((action) => action.startsWith('tag.'))
      .reverse(),
  }
}
