import { randomUUID } from 'node:crypto'
import { staffOf } from '../src/testing/channels.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'

let world: World

beforeEach(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'giver', roles: ['agent'], capacity: 5 },
    { login: 'taker', roles: ['agent'], capacity: 5 },
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

describe('links to files', () => {
  it('are not given any more to who may not read the conversation any more', async () => {
    const giver = await world.agent('giver')
    const contact = await world.contact('a visitor')
    const file = { name: 'a.txt', bytes: Buffer.from('words') }
    const { id } = await upload(uploadCommands(contact), world.url, file)
    const content = { type: 'files' as const, attachmentIds: [id], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    const { threadId } = (await contact.call('conversations:sendMessage', message)).entry
    await eventually('it is the giver’s', () => giver.conversations.size === 1)
    const [conversation] = [...giver.conversations.values()]
    const asked = { threadId, attachmentIds: [id] }
    expect((await giver.call('conversations:linkConversationFiles', asked)).links).toHaveLength(1)

    const taker = await world.agent('taker')
    const transfer = { conversationId: conversation!.id, toStaffId: taker.staff.id, requestId: 'request-1' }
    await giver.call('routing:transferConversation', transfer)
    // Who serves the queue still reads its conversations; who leaves it does not.
    expect(await codeOf(giver.call('conversations:linkConversationFiles', asked))).toBe('allowed')
    const admin = await staffOf(world.url, 'admin')
    const { version } = (await admin.call('accounts:getStaff', { staffId: giver.staff.id })).staff
    await admin.call('accounts:editStaff', { staffId: giver.staff.id, version, queueIds: [] })
    await eventually('the giver is shut out', async () => {
      return (await codeOf(giver.call('conversations:linkConversationFiles', asked))) === 'not_found'
    })
    expect((await taker.call('conversations:linkConversationFiles', asked)).links).toHaveLength(1)
    admin.socket.disconnect()
  })
})
