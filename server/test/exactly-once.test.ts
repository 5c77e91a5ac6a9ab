import { randomUUID } from 'node:crypto'
import { beginVisit, contactSocket, connected } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 500 }])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const words = (text: string) => ({ type: 'text' as const, text })

async function visitor() {
  const visit = await beginVisit(world.url)
  const connection = contactSocket(world.url, visit.token)
  await connected(connection.socket)
  return { ...connection, visit }
}

describe('a message id', () => {
  it('makes fifty sends at once, over three tabs, one message', async () => {
    const first = await visitor()
    const tabs = [first, contactSocket(world.url, first.visit.token), contactSocket(world.url, first.visit.token)]
    await Promise.all(tabs.map(({ socket }) => connected(socket)))
    const clientMessageId = randomUUID()
    const sends = Array.from({ length: 50 }, (_, index) =>
      tabs[index % 3]!.call('conversations:sendMessage', { threadId: null, clientMessageId, content: words('once') }),
    )
    const answers = await Promise.all(sends)
    expect(new Set(answers.map(({ entry }) => entry.id)).size).toBe(1)
    expect(answers.every(({ conflict }) => !conflict)).toBe(true)
    const { entries } = await world.snapshot()
    expect(entries.filter((entry) => entry.clientMessageId === clientMessageId)).toHaveLength(1)
    for (const { socket } of tabs) socket.disconnect()
  })

  it('that comes again with other words is answered with the first ones, and says so', async () => {
    const { call, socket } = await visitor()
    const clientMessageId = randomUUID()
    const first = await call('conversations:sendMessage', { threadId: null, clientMessageId, content: words('first') })
    const second = await call('conversations:sendMessage', {
      threadId: null,
      clientMessageId,
      content: words('second'),
    })
    expect(second).toEqual({ entry: first.entry, conflict: true })
    socket.disconnect()
  })

  it('is recognised across the end of its conversation: a late retry begins nothing', async () => {
    const { call, socket } = await visitor()
    const agent = await world.agent('lead')
    const clientMessageId = randomUUID()
    const send = { threadId: null, clientMessageId, content: words('the last before the end') }
    const { entry } = await call('conversations:sendMessage', send)
    await agent.call('conversations:endConversation', { conversationId: entry.conversationId, seenPosition: 99 })
    const retry = await call('conversations:sendMessage', send)
    expect(retry).toMatchObject({ entry: { id: entry.id }, conflict: false })
    const { conversations } = await world.snapshot()
    expect(conversations.filter(({ threadId }) => threadId === entry.threadId)).toHaveLength(1)
    socket.disconnect()
  })

  it('of one contact means nothing for another', async () => {
    const clientMessageId = randomUUID()
    const [one, other] = [await visitor(), await visitor()]
    const send = { threadId: null, clientMessageId, content: words('same id') }
    const [first, second] = await Promise.all([
      one.call('conversations:sendMessage', send),
      other.call('conversations:sendMessage', send),
    ])
    expect(first.entry.id).not.toBe(second.entry.id)
    one.socket.disconnect()
    other.socket.disconnect()
  })
})

describe('a message that races an end', () => {
  it('either stops the end or begins the next conversation, in every one of forty races', async () => {
    const lead = await world.agent('lead')
    const outcomes = { stopped: 0, began: 0 }
    for (let race = 0; race < 40; race += 1) {
      const { call, socket } = await visitor()
      const { entry } = await call('conversations:sendMessage', {
        threadId: null,
        clientMessageId: randomUUID(),
        content: words('first'),
      })
      const [ended, sent] = await Promise.all([
        lead
          .call('conversations:endConversation', { conversationId: entry.conversationId, seenPosition: entry.position })
          .then(() => 'ended' as const)
          .catch((error: { code: string }) => error.code),
        call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content: words('racing') }),
      ])
      const isSame = sent.entry.conversationId === entry.conversationId
      expect(ended).toBe(isSame ? 'new_message_arrived' : 'ended')
      outcomes[isSame ? 'stopped' : 'began'] += 1
      socket.disconnect()
    }
    expect(outcomes.stopped + outcomes.began).toBe(40)
    await eventually('nothing is left half done', async () => {
      const { conversations } = await world.snapshot()
      return conversations.every(({ state }) => state !== 'beginning')
    })
    expect(await world.breaches()).toEqual([])
  })
})

describe('three tabs of one visitor', () => {
  it('show the same, in the same order, whichever wrote', async () => {
    const visit = await beginVisit(world.url)
    const tabs = await Promise.all(
      [1, 2, 3].map(async (tab) => world.add(await SimulatedContact.connect(world.url, visit, `tab ${tab}`))),
    )
    for (let count = 0; count < 20; count += 1) for (const tab of tabs) tab.say(`${tab.history.client} ${count}`)
    await eventually('all is sent', () => tabs.every((tab) => tab.outbox.all.length === 0), 90_000)
    await eventually(
      'all tabs agree',
      () => {
        const ends = tabs.map((tab) => tab.history.events.filter((event) => event.type === 'received').at(-1))
        return new Set(ends.map((event) => (event?.type === 'received' ? event.entry.id : ''))).size === 1
      },
      10_000,
    )
    expect(await world.breaches()).toEqual([])
  })
})

describe('the limit on messages', () => {
  it('refuses too many in words, but answers a retry of a stored one first', async () => {
    const strict = await World.start({ environment: { MESSAGES_PER_SECOND: '5', MESSAGES_BURST: '20' } })
    const visit = await beginVisit(strict.url)
    const { call, socket } = contactSocket(strict.url, visit.token)
    await connected(socket)
    const ids = Array.from({ length: 30 }, () => randomUUID())
    const answers = await Promise.all(
      ids.map((clientMessageId) =>
        call('conversations:sendMessage', { threadId: null, clientMessageId, content: words('fast') }).then(
          () => 'stored',
          (error: { code: string; details: object }) => error,
        ),
      ),
    )
    const refused = answers.filter((answer) => answer !== 'stored')
    expect(refused).toHaveLength(10)
    expect(refused[0]).toMatchObject({ code: 'rate_limited', details: { retryAfterMs: expect.any(Number) } })
    const stored = ids[answers.indexOf('stored')] ?? ''
    const retry = await call('conversations:sendMessage', {
      threadId: null,
      clientMessageId: stored,
      content: words('fast'),
    })
    expect(retry.conflict).toBe(false)
    socket.disconnect()
    expect(await strict.end()).toEqual([])
  })
})
