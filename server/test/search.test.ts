import { join } from 'node:path'
import type { SearchHit } from '@parley/shared/conversations/search'
import mongoose from 'mongoose'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')

let world: World

async function newWorld(): Promise<void> {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'agent', roles: ['agent'], capacity: 10 },
    { login: 'outside', roles: ['agent'], capacity: 10, queueIds: [] },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
}

afterEach(async () => {
  expect(await world.end()).toEqual([])
})

const search = async (person: SimulatedAgent, query: string): Promise<SearchHit[]> =>
  (await person.call('conversations:searchConversations', { query })).hits

const wordsOf = ({ match }: SearchHit): string =>
  match.kind === 'message' ? match.snippet.map(({ text }) => text).join('') : match.kind

const finds = (person: SimulatedAgent, query: string, count: number): Promise<void> =>
  eventually(`${count} found for ${query}`, async () => (await search(person, query)).length === count)

async function saying(name: string, ...lines: string[]): Promise<SimulatedContact> {
  const contact = await world.contact(name)
  for (const line of lines) contact.say(line)
  await eventually('it is stored', () => contact.outbox.all.length === 0)
  return contact
}

describe('a search', () => {
  it('finds messages by their words, Chinese ones too, marks them, and says where they stand', async () => {
    await newWorld()
    const boss = await world.agent('boss')
    await saying('one', '我的订单还没有到货', 'My order has not arrived')
    await saying('two', '退款什么时候到账')
    await finds(boss, '订单到货', 1)
    const [hit] = await search(boss, 'ORD')
    expect(hit?.match).toMatchObject({
      kind: 'message',
      authorRole: 'contact',
      isNote: false,
      snippet: [
        { text: 'My ', isMatch: false },
        { text: 'ord', isMatch: true },
        { text: 'er has not arrived', isMatch: false },
      ],
    })
    expect(hit?.conversation.state).toBe('waiting')
    expect(await search(boss, '退货')).toEqual([])
    expect(await search(boss, '，。')).toEqual([])
    const numbered = await search(boss, hit?.conversation.id ?? '')
    expect(numbered.map(wordsOf)).toEqual(['number'])
  })

  it('reads on by pages, the newest first, without holes', async () => {
    await newWorld()
    const boss = await world.agent('boss')
    await saying('one', ...Array.from({ length: 45 }, (_, index) => `parcel ${index}`))
    await eventually('all are found', async () => {
      const page = await boss.call('conversations:searchConversations', { query: 'parcel 44' })
      return page.hits.length === 1
    })
    const found: string[] = []
    let cursor: string | undefined
    do {
      const input = { query: 'parcel', ...(cursor === undefined ? {} : { cursor }) }
      const page = await boss.call('conversations:searchConversations', input)
      found.push(...page.hits.map(wordsOf))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(found).toEqual(Array.from({ length: 45 }, (_, index) => `parcel ${44 - index}`))
  })

  it('shows notes to staff who may read them, and nothing of other queues or to contacts', async () => {
    await newWorld()
    const [agent, outside] = [await world.agent('agent'), await world.agent('outside')]
    const contact = await saying('one', 'hello there')
    await eventually('it is theirs', () => agent.conversations.size === 1)
    const [conversation] = agent.conversations.values()
    const threadId = conversation?.threadId ?? ''
    await agent.call('conversations:addNote', {
      threadId,
      clientMessageId: 'note-of-agent-1',
      text: 'SENTINEL knows the price',
    })
    await finds(agent, 'sentinel', 1)
    expect((await search(agent, 'sentinel'))[0]?.match).toMatchObject({ isNote: true })
    expect(await search(outside, 'sentinel')).toEqual([])
    expect(await search(outside, 'hello')).toEqual([])
    expect(await search(outside, conversation?.id ?? '')).toEqual([])
    const asked = contact.call as unknown as (name: string, input: unknown) => Promise<unknown>
    await expect(asked('conversations:searchConversations', { query: 'sentinel' })).rejects.toMatchObject({
      code: 'unknown_command',
    })
  })

  it('loses the words of a recalled message, and finds a contact by the name that they have now', async () => {
    await newWorld()
    const boss = await world.agent('boss')
    const contact = await saying('one', 'my password is swordfish')
    await finds(boss, 'swordfish', 1)
    const [threadId = ''] = contact.followed
    await contact.call('conversations:recallMessage', { threadId, position: 2 })
    await finds(boss, 'swordfish', 0)
    const store = await mongoose.createConnection(world.uri).asPromise()
    expect(JSON.stringify(await store.collection('searchMessages').find().toArray())).not.toContain('swordfish')
    await store.close()
    const [thread] = (await world.snapshot()).threads
    const { contact: found } = await boss.call('contacts:readContact', { contactId: thread?.contactId ?? '' })
    await boss.call('contacts:editContact', { contactId: found.id, version: found.version, name: '王小明' })
    await finds(boss, '小明', 1)
    expect((await search(boss, '王')).map(wordsOf)).toEqual(['contact'])
  })

  it.each(['before-search:1', 'after-search:1', 'before-search:2'])(
    'finds every message after a kill at %s, and none that was recalled',
    async (killAt) => {
      await newWorld()
      await world.server.stop()
      await world.startServer({ environment: { PARLEY_KILL_AT: killAt }, preload: PRELOAD })
      const contact = await world.contact('one')
      for (let index = 0; index < 4; index += 1) {
        contact.say(`parcel ${index}`)
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
      await eventually('the server is dead', () => world.server.process.signalCode === 'SIGKILL')
      await world.startServer()
      await eventually('the outbox is empty', () => contact.outbox.all.length === 0, 90_000)
      const [threadId = ''] = contact.followed
      const { timeline } = await contact.follow(threadId)
      const position = timeline.entries.find((entry) => 'text' in entry && entry.text === 'parcel 1')?.position ?? 0
      const recall = () => contact.call('conversations:recallMessage', { threadId, position })
      await eventually('it is recalled', () =>
        recall().then(
          () => true,
          () => false,
        ),
      )
      const boss = await world.agent('boss')
      await finds(boss, 'parcel', 3)
      expect((await search(boss, 'parcel')).map(wordsOf).sort()).toEqual(['parcel 0', 'parcel 2', 'parcel 3'])
    },
  )
})
