import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { putOver, upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { isS3OurOwn, services, storages } from './storages.js'

/** Long enough for many tries; PARLEY_TEST_SCALE=7.5 makes it the minute of the promise. */
const OUTAGE_MS = 8_000 * Number(process.env['PARLEY_TEST_SCALE'] ?? 1)
const TRIES_EVERY_MS = 250

const codeOf = (attempt: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  attempt.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const data = mkdtempSync(join(tmpdir(), 'parley-outage-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** How a storage is taken away and brought back. A folder that is a file is what a volume that failed looks like: every call fails. */
const TROUBLES: Record<string, { away: () => void; back: () => void }> = {
  'a local folder': {
    away: () => {
      renameSync(join(data, 'files'), join(data, 'files.away'))
      writeFileSync(join(data, 'files'), '')
    },
    back: () => {
      rmSync(join(data, 'files'))
      renameSync(join(data, 'files.away'), join(data, 'files'))
    },
  },
  'an S3 bucket': {
    away: () => void services('kill', 's3'),
    back: () => void services('start', 's3'),
  },
}

// A service that others run is not ours to kill.
const ours = storages.filter(({ name }) => name !== 'an S3 bucket' || isS3OurOwn)

describe.each(ours)('while $name is away for a while', ({ name, environment }) => {
  const trouble = TROUBLES[name]!
  let world: World
  let contact: SimulatedContact
  let agent: SimulatedAgent

  beforeAll(async () => {
    world = await World.start({ environment: { ...environment(), DATA_DIR: data, UPLOADS_PER_DAY_MB: '5000' } })
    agent = await world.agent('demo')
    contact = await world.contact('a visitor')
  })

  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })

  const message = (
    content: { type: 'text'; text: string } | { type: 'files'; attachmentIds: string[]; text: string },
  ) => contact.call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
  const send = (attachmentId: string) => message({ type: 'files', attachmentIds: [attachmentId], text: '' })
  const put = (fileName: string, bytes: Buffer) => upload(uploadCommands(contact), world.url, { name: fileName, bytes })
  const readyz = async () => (await (await fetch(`${world.url}/readyz`)).json()) as { status: string }

  it('words go on, uploads say so and go on without a restart, and no message lacks its file', async () => {
    const sent = [await send((await put('before.txt', Buffer.from('before'))).id)]
    const commands = uploadCommands(contact)
    const bytes = Buffer.from('half way')
    const request = { clientUploadId: randomUUID(), name: 'half.txt', size: bytes.length, declaredType: 'text/plain' }
    const { attachmentId } = await commands.request(request)
    const { links } = await commands.listParts({ attachmentId, from: 1 })
    const part = { signal: new AbortController().signal, onSent: () => undefined }
    await putOver(world.url)(links[0]!.url, new Blob([bytes]), part)

    trouble.away()
    const outcomes = { words: new Set<string>(), uploads: new Set<string>(), completions: new Set<string>() }
    const sha256 = 'a'.repeat(64)
    let isAway = true
    const trying = async (of: Set<string>, attempt: () => Promise<unknown>) => {
      while (isAway) {
        of.add(await codeOf(attempt()))
        await pause(TRIES_EVERY_MS)
      }
    }
    const tries = [
      trying(outcomes.words, () => message({ type: 'text', text: 'still here' })),
      trying(outcomes.uploads, () => commands.request({ ...request, clientUploadId: randomUUID() })),
      trying(outcomes.completions, () => commands.complete({ attachmentId, sha256 })),
    ]
    await pause(OUTAGE_MS)
    expect(await readyz()).toMatchObject({ status: 'degraded', objectStorage: false })
    expect(await codeOf(send(attachmentId))).toBe('attachment_not_ready')
    isAway = false
    await Promise.all(tries)
    expect([...outcomes.words]).toEqual(['done'])
    expect([...outcomes.uploads]).toEqual(['unavailable'])
    expect([...outcomes.completions]).toEqual(['unavailable'])
    trouble.back()

    // What had arrived before is there still: only the rest is sent.
    const { Uploader } = await import('@parley/shared/attachments/uploader')
    let puts = 0
    const putPart: ReturnType<typeof putOver> = (...args) => {
      puts += 1
      return putOver(world.url)(...args)
    }
    const file = new File([bytes], 'half.txt', { type: 'text/plain' })
    const uploader = new Uploader({ commands, putPart, backoffMs: () => 500 })
    const job = { file, clientUploadId: request.clientUploadId, signal: part.signal, onProgress: () => undefined }
    const resumed = await uploader.upload(job)
    expect([resumed.id, puts]).toEqual([attachmentId, 0])
    sent.push(await send(attachmentId), await send((await put('after.txt', Buffer.from('after'))).id))
    expect(await readyz()).toMatchObject({ status: 'ok' })

    const said: string[] = []
    for (const { entry } of sent) {
      if (entry.kind !== 'files') throw new Error('no files in it')
      const asked = { threadId: entry.threadId, attachmentIds: entry.attachments.map(({ id }) => id) }
      const read = await agent.call('conversations:linkConversationFiles', asked)
      said.push(await (await fetch(new URL(read.links[0]!.download, world.url))).text())
    }
    expect(said).toEqual(['before', 'half way', 'after'])
  })
})
