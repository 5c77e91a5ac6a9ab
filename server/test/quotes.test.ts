import { randomUUID } from 'node:crypto'
import type { Entry, Quote } from '@parley/shared/conversations/entry'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

/** Something that no contact may ever see, by whatever way. */
const SENTINEL = 'SENTINEL-of-a-quoted-note'

let world: World
let agent: SimulatedAgent
let contact: SimulatedContact
let threadId: string
let question: Entry
let note: Entry
const sentToContact: string[] = []

const text = (words: string) => ({ type: 'text' as const, text: words })
const quoteIn = (entry: Entry | undefined): Quote | undefined =>
  entry !== undefined && 'quote' in entry ? entry.quote : undefined
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
  agent = await world.agent('agent')
  contact = await world.contact('a visitor')
  contact.socket.onAny((...fact: unknown[]) => sentToContact.push(JSON.stringify(fact)))
  contact.say('where is my order?')
  await eventually('the agent has it', () =>
    [...agent.conversations.values()].some(({ state }) => state === 'assigned'),
  )
  threadId = [...agent.conversations.values()][0]!.threadId
  await agent.open([...agent.conversations.values()][0]!)
  const { thread } = await contact.call('conversations:openThread', {})
  question = thread!.entries.find(({ kind }) => kind === 'text')!
  note = (await agent.call('conversations:addNote', { threadId, clientMessageId: randomUUID(), text: SENTINEL })).entry
})

afterAll(async () => {
  expect(await world.breaches()).toEqual([])
  expect(await world.end()).toEqual([])
})

const reply = (quote: string, clientMessageId: string = randomUUID()) =>
  agent.call('conversations:sendReply', { threadId, clientMessageId, content: text('it is on its way'), quote })

describe('a quote', () => {
  it('shows each side what is answered, in their own numbers, and is the same after a retry', async () => {
    const id = randomUUID()
    const [first, again] = await Promise.all([reply(question.id, id), reply(question.id, id)])
    expect([first.conflict, again.conflict, again.entry.id]).toEqual([false, false, first.entry.id])
    const expected = { id: question.id, kind: 'text', text: 'where is my order?', files: null }
    expect(quoteIn(first.entry)).toMatchObject({ ...expected, author: { role: 'contact' } })
    const { thread } = await contact.call('conversations:openThread', {})
    const shown = quoteIn(thread!.entries.find((entry) => entry.id === first.entry.id))
    expect(shown).toMatchObject({ ...expected, position: question.position })
    expect(Object.keys(shown?.author ?? {}).sort()).toEqual(['name', 'role'])
    const other = await agent.call('conversations:sendReply', {
      ...{ threadId, clientMessageId: id, content: text('it is on its way') },
    })
    expect(other.conflict).toBe(true)
  })

  it('of a note stands in notes alone: its words never reach the contact', async () => {
    expect(await codeOf(reply(note.id))).toBe('quote_refused')
    expect(await codeOf(reply('f'.repeat(24)))).toBe('quote_refused')
    const started = { threadId, clientMessageId: randomUUID(), content: text('and this?') }
    expect(await codeOf(contact.call('conversations:sendMessage', { ...started, quote: note.id }))).toBe(
      'quote_refused',
    )
    const { entry } = await agent.call('conversations:addNote', {
      ...{ threadId, clientMessageId: randomUUID(), text: 'I agree', quote: note.id },
    })
    expect(quoteIn(entry)).toMatchObject({ id: note.id, kind: 'note', text: SENTINEL })
    const { thread } = await contact.call('conversations:openThread', {})
    await contact.settle()
    expect(JSON.stringify(thread) + sentToContact.join()).not.toContain(SENTINEL)
  })

  it('of what happened, which nobody wrote, is refused', async () => {
    const { thread } = await contact.call('conversations:openThread', {})
    const started = thread!.entries.find(({ kind }) => kind === 'started')!
    expect(await codeOf(reply(started.id))).toBe('quote_refused')
  })

  it('of another thread is refused', async () => {
    const other = await world.contact('somebody else')
    other.say('mine')
    await eventually('they have a thread', () => other.followed.length === 1)
    const { thread } = await other.call('conversations:openThread', {})
    const theirs = thread!.entries.find(({ kind }) => kind === 'text')!
    expect(await codeOf(reply(theirs.id))).toBe('quote_refused')
  })

  it('says nothing of a message that was recalled, wherever it is read again', async () => {
    const { entry: said } = await agent.call('conversations:sendReply', {
      ...{ threadId, clientMessageId: randomUUID(), content: text('the wrong number') },
    })
    const { entry: answer } = await contact.call('conversations:sendMessage', {
      ...{ threadId, clientMessageId: randomUUID(), content: text('really?'), quote: said.id },
    })
    expect(quoteIn(answer)?.text).toBe('the wrong number')
    await agent.call('conversations:recallReply', { threadId, position: said.position })
    const { thread } = await contact.call('conversations:openThread', {})
    expect(quoteIn(thread!.entries.find(({ id }) => id === answer.id))).toMatchObject({ id: said.id, text: null })
    const { entries } = await agent.call('conversations:loadConversationHistory', { threadId, before: 1_000 })
    expect(JSON.stringify(entries)).not.toContain('the wrong number')
  })
})
