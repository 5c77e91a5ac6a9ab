import { randomUUID } from 'node:crypto'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { World } from '../src/testing/world.js'

let world: World
let agent: SimulatedAgent
let boss: SimulatedAgent
let contact: SimulatedContact
let contactId: string
let threadId: string

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )
const say = (words: string) => ({
  threadId,
  clientMessageId: randomUUID(),
  content: { type: 'text' as const, text: words },
})

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'agent', roles: ['agent'], capacity: 50 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
    { login: 'admin', roles: ['admin'], capacity: 0 },
  ])
  ;[agent, boss] = await Promise.all([world.agent('agent'), world.agent('boss')])
  contact = await world.contact('a visitor')
  contact.say('hello')
  const mine = () => [...agent.conversations.values()].find(({ state }) => state === 'assigned')
  await eventually('the agent has it', () => mine() !== undefined)
  const conversation = mine()!
  await agent.open(conversation)
  contactId = conversation.contact.id
  threadId = conversation.threadId
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

describe('notes on a contact', () => {
  it('are there once however often they are sent, live for whoever has the contact open, and deleted by their author', async () => {
    const heard: string[] = []
    agent.socket.on('contacts:notesChanged', (fact: { contactId: string }) => heard.push(fact.contactId))
    const note = { contactId, clientNoteId: randomUUID(), text: 'Prefers to be called after five' }
    const written = await Promise.all([0, 1, 2].map(() => boss.call('contacts:addNote', note)))
    expect(new Set(written.map(({ note: { id } }) => id)).size).toBe(1)
    await eventually('the agent is told', () => heard.includes(contactId))
    const { notes } = await agent.call('contacts:listNotes', { contactId })
    expect(notes).toMatchObject([{ text: note.text, author: { name: expect.any(String) as string }, canDelete: false }])
    const noteId = notes[0]!.id
    expect(await codeOf(agent.call('contacts:deleteNote', { contactId, noteId }))).toBe('forbidden')
    await boss.call('contacts:deleteNote', { contactId, noteId })
    expect((await agent.call('contacts:listNotes', { contactId })).notes).toEqual([])
  })
})

describe('what else a contact talked about', () => {
  it('is listed newest first, and a day is found in the thread', async () => {
    const { conversations } = await agent.call('conversations:listOfContact', { contactId })
    expect(conversations.map((each) => each.threadId)).toEqual([threadId])
    const before = await agent.call('conversations:findPosition', { threadId, at: '2020-01-01T00:00:00.000Z' })
    const after = await agent.call('conversations:findPosition', { threadId, at: '2099-01-01T00:00:00.000Z' })
    const { entries } = await agent.call('conversations:loadConversationHistory', { threadId, before: 1_000 })
    expect([before.position, after.position]).toEqual([1, entries.at(-1)!.position])
    const third = entries[2]!
    const found = await agent.call('conversations:findPosition', { threadId, at: third.createdAt })
    expect(entries.find(({ position }) => position === found.position)?.createdAt).toBe(third.createdAt)
  })
})

describe('a blocked contact', () => {
  it('reads on and writes nothing until they are let again; both are put on record', async () => {
    await Promise.all([0, 1].map(() => agent.call('contacts:blockContact', { contactId, isBlocked: true })))
    await eventually('they may not write any more', async () => {
      return (await codeOf(contact.call('conversations:sendMessage', say('let me in')))) === 'forbidden'
    })
    expect(await codeOf(contact.call('conversations:openThread', {}))).toBe('allowed')
    const upload = { clientUploadId: randomUUID(), name: 'a.png', size: 10, declaredType: 'image/png' }
    expect(await codeOf(contact.call('attachments:requestUpload', upload))).toBe('forbidden')
    const { contact: blocked } = await boss.call('contacts:readContact', { contactId })
    expect(blocked.blockedAt).not.toBeNull()
    await boss.call('contacts:blockContact', { contactId, isBlocked: false })
    await eventually('they may write again', async () => {
      return (await codeOf(contact.call('conversations:sendMessage', say('thank you')))) === 'allowed'
    })
    const admin = await world.agent('admin')
    const { records } = await admin.call('audit:listAudit', {})
    const actions = records.map(({ action }) => action).filter((action) => /^contact\.(un)?blocked$/.test(action))
    expect([...new Set(actions)]).toEqual(['contact.unblocked', 'contact.blocked'])
  })
})
