import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { eventually } from '../src/testing/eventually.js'
import { drawn, MadeMedia } from '../src/testing/media.js'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { staffUploadCommands, upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

/** Stands in the file's name and in its words, and nowhere that a contact may look. */
const SENTINEL = 'sentinel-of-a-note'
const media = new MadeMedia()
afterAll(() => media.remove())

const codeOf = (attempt: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  attempt.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )

describe.each(storages)('files in notes, in $name', ({ environment }) => {
  let world: World
  let agent: SimulatedAgent
  let contact: SimulatedContact
  let threadId: string
  /** Everything that the contact's connection was sent. */
  const told: unknown[] = []

  beforeAll(async () => {
    world = await World.start({ environment: environment() })
    agent = await world.agent('demo')
    contact = await world.contact('a visitor')
    contact.socket.onAny((...facts: unknown[]) => told.push(facts))
    const content = { type: 'text' as const, text: 'hello' }
    const first = { threadId: null, clientMessageId: randomUUID(), content }
    threadId = (await contact.call('conversations:sendMessage', first)).entry.threadId
    await eventually('it is the agent’s', async () => agent.conversations.size > 0)
  })

  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  const uploaded = (name: string, bytes: Uint8Array = Buffer.from(SENTINEL)) =>
    upload(staffUploadCommands(agent), world.url, { name, bytes })
  const note = (attachmentIds: string[], text = '', clientMessageId: string = randomUUID()) =>
    agent.call('conversations:addNote', { threadId, clientMessageId, text, attachmentIds })
  const staffLinks = async (id: string) =>
    (await agent.call('conversations:linkConversationFiles', { threadId, attachmentIds: [id] })).links

  it('are read by staff, once however often the note is sent, and listed as internal', async () => {
    const file = await uploaded(`${SENTINEL}.txt`)
    const clientMessageId = randomUUID()
    const [one, other] = await Promise.all([note([file.id], '', clientMessageId), note([file.id], '', clientMessageId)])
    expect(one.entry).toMatchObject({ kind: 'note', text: '', attachments: [{ id: file.id }] })
    expect(other).toMatchObject({ entry: { id: one.entry.id }, conflict: false })
    const [links] = await staffLinks(file.id)
    expect(await (await fetch(new URL(links!.download, world.url))).text()).toBe(SENTINEL)
    const { id: contactId } = (await contact.call('conversations:openThread', {})).contact
    await eventually('it is listed', async () => {
      const { files } = await agent.call('conversations:listFilesOfContact', { contactId })
      return files.some(({ attachment, isInternal }) => attachment.id === file.id && isInternal)
    })
  })

  it('are never linked, shown or told to the contact, by any way in', async () => {
    const file = await uploaded(`${SENTINEL}.txt`)
    const video = await uploaded(
      `${SENTINEL}.mp4`,
      media.bytes('v.mp4', ...drawn('testsrc=size=160x90:rate=10:duration=1'), '-pix_fmt', 'yuv420p'),
    )
    const { entry } = await note([file.id, video.id], SENTINEL)
    await eventually('the video was looked at, and staff were told', async () => {
      const { threads } = await agent.call('conversations:syncConversations', {
        cursors: { [threadId]: entry.position },
      })
      return threads[threadId]!.entries.some(({ kind }) => kind === 'mediaReady')
    })
    const asked = { threadId, attachmentIds: [file.id, video.id] }
    expect((await contact.call('conversations:linkFiles', asked)).links).toEqual([])
    const claim = { type: 'files' as const, attachmentIds: [file.id], text: '' }
    const stolen = { threadId: null, clientMessageId: randomUUID(), content: claim }
    expect(await codeOf(contact.call('conversations:sendMessage', stolen))).toBe('not_found')
    const reply = { threadId, clientMessageId: randomUUID(), content: claim }
    expect(await codeOf(agent.call('conversations:sendReply', reply))).toBe('attachment_not_ready')
    const seen = [
      await contact.call('conversations:openThread', {}),
      await contact.call('conversations:syncThreads', { cursors: { [threadId]: 0 } }),
      await contact.call('conversations:loadHistory', { threadId, before: 1_000 }),
      told,
    ]
    for (const id of [SENTINEL, file.id, video.id, 'mediaReady']) expect(JSON.stringify(seen)).not.toContain(id)
  })

  it('need words or a file, of the writer’s own', async () => {
    expect(await codeOf(note([], '  '))).toBe('bad_request')
    const theirs = await upload(uploadCommands(contact), world.url, { name: 'a.txt', bytes: Buffer.from('words') })
    expect(await codeOf(note([theirs.id]))).toBe('not_found')
  })
})
