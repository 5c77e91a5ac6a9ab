import { randomUUID } from 'node:crypto'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { SimulatedContact } from '../src/testing/simulated-people.js'
import { upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

/** The way between a server and its object storage, which can be cut. */
class Cable {
  private readonly sockets = new Set<Socket>()
  private server: Server | undefined
  private port = 0

  constructor(private readonly target: URL) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async join(): Promise<void> {
    this.server = createServer((near) => {
      const far = connect(Number(this.target.port), this.target.hostname)
      for (const socket of [near, far]) {
        this.sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => this.sockets.delete(socket))
      }
      near.pipe(far).pipe(near)
    }).listen(this.port, '127.0.0.1')
    await new Promise((resolve) => this.server?.once('listening', resolve))
    this.port = (this.server.address() as AddressInfo).port
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }
}

const bucket = storages.filter(({ name }) => name === 'an S3 bucket')
const codeOf = (attempt: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  attempt.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )

// Named once where no S3 service answers, by storages.ts; CI does not go on without one.
;(bucket.length === 0 ? describe.skip : describe)('a server whose object storage is away', () => {
  let world: World
  let contact: SimulatedContact
  let cable: Cable

  beforeAll(async () => {
    const environment = bucket[0]!.environment()
    const endpoint = new URL(environment['S3_ENDPOINT']!)
    cable = new Cable(endpoint)
    await cable.join()
    const s3 = { ...environment, S3_ENDPOINT: cable.address, S3_PUBLIC_ENDPOINT: endpoint.origin }
    world = await World.start({ environment: s3 })
    contact = await world.contact('a visitor')
  })

  afterAll(async () => {
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
    await cable.cut()
  })

  const file = { name: 'a.txt', bytes: Buffer.from('words') }
  const readyz = async () => (await (await fetch(`${world.url}/readyz`)).json()) as { status: string }
  const say = (text: string) =>
    contact.call('conversations:sendMessage', {
      threadId: null,
      clientMessageId: randomUUID(),
      content: { type: 'text', text },
    })
  const send = (attachmentId: string) =>
    contact.call('conversations:sendMessage', {
      threadId: null,
      clientMessageId: randomUUID(),
      content: { type: 'files', attachmentIds: [attachmentId], text: '' },
    })

  it('carries every word, says so of files, and takes files again without a restart', async () => {
    const before = await upload(uploadCommands(contact), world.url, file)
    const commands = uploadCommands(contact)
    const request = { clientUploadId: randomUUID(), name: 'b.txt', size: 5, declaredType: 'text/plain' }
    const begun = await commands.request(request)
    await cable.cut()
    expect((await say('without files')).conflict).toBe(false)
    expect(await codeOf(commands.request({ ...request, clientUploadId: randomUUID() }))).toBe('unavailable')
    const sha256 = 'a'.repeat(64)
    expect(await codeOf(commands.complete({ attachmentId: begun.attachmentId, sha256 }))).toBe('unavailable')
    expect(await codeOf(send(begun.attachmentId))).toBe('attachment_not_ready')
    expect(await readyz()).toMatchObject({ status: 'degraded', store: true, objectStorage: false })
    // An upload that begins now goes on by itself when the storage is back.
    const patient = upload(uploadCommands(contact), world.url, { name: 'c.txt', bytes: Buffer.from('later') })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await cable.join()
    const { threadId } = (await send((await patient).id)).entry
    await send(before.id)
    expect(await readyz()).toMatchObject({ status: 'ok' })
    const { links } = await contact.call('conversations:linkFiles', { threadId, attachmentIds: [before.id] })
    expect(await (await fetch(links[0]!.download)).text()).toBe('words')
  })

  it('does not start anew after starting while it was away', async () => {
    await cable.cut()
    await world.server.stop()
    await world.startServer({ environment: { S3_BUCKET: `late-${randomUUID()}` } })
    const late = await world.contact('a late visitor')
    const away = uploadCommands(late).request({
      clientUploadId: randomUUID(),
      name: 'a.txt',
      size: 5,
      declaredType: '',
    })
    expect(await codeOf(away)).toBe('unavailable')
    await cable.join()
    expect((await upload(uploadCommands(late), world.url, file)).name).toBe('a.txt')
  })
})
