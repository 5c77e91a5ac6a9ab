import type { Entry } from '@parley/shared/conversations/entry'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'

/** Something that no contact may ever see, by whatever way. */
const SENTINEL = 'SENTINEL-of-an-internal-note'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const shown = (entries: readonly Entry[] | undefined) =>
  (entries ?? []).map((entry) => ('text' in entry ? `${entry.kind}:${entry.text}` : entry.kind))

/** A visitor whose first words an agent has received and opened. */
async function talking(name: string): Promise<{ contact: SimulatedContact; agent: SimulatedAgent; threadId: string }> {
  const agent = await world.agent('agent')
  const contact = await world.contact(name)
  contact.say('hello')
  await eventually('the visitor has a thread', () => contact.followed.length === 1)
  const [threadId = ''] = contact.followed
  const mine = () =>
    [...agent.conversations.values()].find((each) => each.threadId === threadId && each.state === 'assigned')
  await eventually('the agent has the conversation', () => mine() !== undefined)
  const conversation = mine()
  if (conversation !== undefined) await agent.open(conversation)
  return { contact, agent, threadId }
}

const conversationOf = (agent: SimulatedAgent, threadId: string) => {
  const found = [...agent.conversations.values()].filter((each) => each.threadId === threadId)
  const newest = found.sort((one, other) => one.startedAt.localeCompare(other.startedAt)).at(-1)
  if (newest === undefined) throw new Error('The agent knows no conversation of the thread')
  return newest
}

describe('a conversation', () => {
  it('begins with the first message, reaches an online agent, and is answered', async () => {
    const { contact, agent, threadId } = await talking('first contact')
    agent.reply(threadId, 'how can I help?')
    await eventually('the visitor sees the answer', async () => {
      const [history] = [await contact.settle()]
      return shown(history?.finalViews.get(threadId)).includes('text:how can I help?')
    })
    expect(shown(contact.history.finalViews.get(threadId))).toEqual([
      'started',
      'text:hello',
      'assigned',
      'text:how can I help?',
    ])
    expect(await world.breaches()).toEqual([])
  })

  it('is told to every socket that follows it, and to the sender’s own by the answer alone', async () => {
    const { contact, agent, threadId } = await talking('two tabs of an agent')
    const other = await world.agent('agent')
    const conversation = [...other.conversations.values()].find((each) => each.threadId === threadId)
    if (conversation !== undefined) await other.open(conversation)
    const told = ([agent, other, contact] as const).map(({ socket }) => {
      const words: (string | null)[] = []
      socket.on('conversations:entryAppended', ({ entry }: { entry: Entry }) => {
        if (entry.threadId === threadId && entry.kind === 'text') words.push(entry.text)
      })
      return words
    })
    agent.reply(threadId, 'from the first tab')
    await eventually('it is answered', () => agent.outbox.all.length === 0)
    contact.say('from the visitor')
    const both = ['from the first tab', 'from the visitor']
    await eventually('the second tab heard both', () => told[1]?.join() === both.join())
    await eventually('the first tab heard the visitor', () => told[0]?.includes('from the visitor') === true)
    await eventually('the visitor is answered', () => contact.outbox.all.length === 0)
    expect(told[0]).toEqual(['from the visitor'])
    expect(told[2]).toEqual(['from the first tab'])
    expect(await world.breaches()).toEqual([])
  })

  it('keeps internal notes from the contact by every way out', async () => {
    const { contact, agent, threadId } = await talking('note')
    const heard: unknown[] = []
    contact.socket.onAny((...event) => heard.push(event))
    agent.write(threadId, SENTINEL, 'note')
    agent.reply(threadId, 'after the note')
    await eventually('the answer arrived', () => JSON.stringify(heard).includes('after the note'))
    await new Promise((resolve) => setTimeout(resolve, 400))
    const ways = await Promise.all([
      contact.call('conversations:openThread', {}),
      contact.call('conversations:loadHistory', { threadId, before: 100 }),
      contact.call('conversations:syncThreads', { cursors: { [threadId]: 0 } }),
    ])
    expect(JSON.stringify([ways, heard])).not.toContain('SENTINEL')
    const [, history] = ways
    expect(history.entries.map(({ position }) => position)).toEqual([1, 2, 3, 4])
    expect(await world.breaches()).toEqual([])
  })

  it('counts unread on both sides without counting messages', async () => {
    const { contact, agent, threadId } = await talking('unread')
    for (const words of ['one', 'two', 'three']) contact.say(words)
    await eventually('the list knows of four', () => conversationOf(agent, threadId).contactCount === 4)
    const inbox = await agent.call('conversations:listInbox', { tab: 'mine' })
    expect(inbox.marks.find((mark) => mark.threadId === threadId)).toBeUndefined()
    const position = conversationOf(agent, threadId).lastPosition
    const { mark } = await agent.call('conversations:markConversationRead', { threadId, position })
    expect(mark).toMatchObject({ readPosition: position, readCount: 4 })
    const { mark: back } = await agent.call('conversations:markConversationRead', { threadId, position: 2 })
    expect(back).toMatchObject({ readPosition: position, readCount: 4 })
  })

  it("shows the assignee's reading to the contact in the contact's own places, a silent reader's not at all", async () => {
    const { contact, agent, threadId } = await talking('marks')
    agent.write(threadId, 'a note in between', 'note')
    contact.say('read me')
    const marks: { readPosition: number; readerId: string | null }[] = []
    contact.socket.on('conversations:markMoved', ({ mark }) => marks.push(mark))
    const position = () => contact.call('conversations:openThread', {}).then(({ thread }) => thread?.position ?? 0)
    await eventually('the message is stored', async () => (await position()) === 4)
    const watcher = await world.agent('lead')
    await watcher.open(conversationOf(agent, threadId))
    const { position: last } = await agent.call('conversations:openConversation', {
      conversationId: conversationOf(agent, threadId).id,
    })
    await watcher.call('conversations:markConversationRead', { threadId, position: last })
    expect(marks).toEqual([])
    await agent.call('conversations:markConversationRead', { threadId, position: last })
    await eventually('the contact is told', () => marks.length > 0)
    expect(marks.at(-1)).toMatchObject({ readPosition: 4, readerId: null })
  })

  it('tells who is typing to the other side, and never that a note is being written', async () => {
    const { contact, agent, threadId } = await talking('typing')
    const toContact: unknown[] = []
    const toAgent: unknown[] = []
    contact.socket.on('conversations:typingChanged', (fact) => toContact.push(fact))
    agent.socket.on('conversations:typingChanged', (fact) => toAgent.push(fact))
    await contact.call('conversations:setTyping', { threadId, isTyping: true })
    await agent.call('conversations:setReplyTyping', { threadId, isTyping: true, audience: 'staff' })
    await agent.call('conversations:setReplyTyping', { threadId, isTyping: true, audience: 'everyone' })
    await eventually('both are told', () => toContact.length > 0 && toAgent.length > 0)
    expect(toAgent).toMatchObject([{ threadId, role: 'contact', isTyping: true }])
    expect(toContact).toMatchObject([{ threadId, role: 'staff', personId: null, isTyping: true }])
  })

  it('takes a message back on every screen and in the store', async () => {
    const { contact, agent, threadId } = await talking('recall')
    contact.say('oops')
    const last = async () => (await contact.call('conversations:openThread', {})).thread?.entries.at(-1)
    await eventually('it is stored', async () => shown([(await last())!].filter(Boolean)).includes('text:oops'))
    const position = (await last())?.position ?? 0
    const [first, again] = await Promise.all([
      contact.call('conversations:recallMessage', { threadId, position }),
      contact.call('conversations:recallMessage', { threadId, position }),
    ])
    expect(again.entry.id).toBe(first.entry.id)
    await eventually('the preview is blank', () => conversationOf(agent, threadId).lastMessage?.preview === null)
    const { entries } = await world.snapshot()
    expect(entries.filter((entry) => entry.threadId === threadId).map(({ text }) => text)).not.toContain('oops')
    await expect(agent.call('conversations:recallReply', { threadId, position: 2 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await world.breaches()).toEqual([])
  })

  it('ends by an entry, and the next message begins the next one in the same thread', async () => {
    const { contact, agent, threadId } = await talking('end')
    await agent.end(conversationOf(agent, threadId))
    contact.say('one more thing')
    await eventually('the next conversation is theirs', () => conversationOf(agent, threadId).contactCountBefore === 1)
    await contact.settle()
    expect(shown(contact.history.finalViews.get(threadId)).slice(0, 6)).toEqual([
      'started',
      'text:hello',
      'assigned',
      'ended',
      'started',
      'text:one more thing',
    ])
    expect(await world.breaches()).toEqual([])
  })

  it('pages back through its history by place, never twice, never with a hole', async () => {
    const { contact, threadId } = await talking('history')
    for (let count = 0; count < 120; count += 1) contact.say(`message ${count}`)
    await eventually('all are sent', () => contact.outbox.all.length === 0, 90_000)
    const positions: number[] = []
    for (let before = 1_000, hasEarlier = true; hasEarlier;) {
      const page = await contact.call('conversations:loadHistory', { threadId, before, limit: 50 })
      positions.unshift(...page.entries.map(({ position }) => position))
      before = page.entries[0]?.position ?? 0
      hasEarlier = page.hasEarlier
    }
    expect(positions).toEqual(Array.from({ length: 123 }, (_, index) => index + 1))
  })

  it('is the same in a list that grew by facts as in one read afresh', async () => {
    const { contact, agent, threadId } = await talking('facts')
    contact.say('more')
    agent.reply(threadId, 'an answer')
    agent.write(threadId, 'a note', 'note')
    await eventually('all is sent', () => contact.outbox.all.length + agent.outbox.all.length === 0)
    await agent.end(conversationOf(agent, threadId))
    contact.say('and again')
    const differences = async () => {
      const pages = await Promise.all(
        (['all', 'ended'] as const).map((tab) => agent.call('conversations:listInbox', { tab, limit: 50 })),
      )
      const fresh = pages.flatMap(({ conversations }) => conversations).filter((each) => each.threadId === threadId)
      const different = fresh.filter(
        (each) => JSON.stringify(each) !== JSON.stringify(agent.conversations.get(each.id)),
      )
      return { count: fresh.length, different }
    }
    await eventually('facts have rebuilt the state of both conversations', async () => {
      const { count, different } = await differences()
      return count === 2 && different.length === 0
    })
  })

  it('pages the inbox by keyset in an order that stays', async () => {
    const agent = await world.agent('lead')
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await agent.call('conversations:listInbox', {
        tab: 'all',
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      })
      ids.push(...page.conversations.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    const { conversations } = await agent.call('conversations:listInbox', { tab: 'all', limit: 50 })
    expect(ids).toEqual(conversations.map(({ id }) => id))
    expect(ids.length).toBeGreaterThan(5)
    await expect(agent.call('conversations:listInbox', { tab: 'all', cursor: 'made up' })).rejects.toMatchObject({
      code: 'bad_request',
    })
  })
})
