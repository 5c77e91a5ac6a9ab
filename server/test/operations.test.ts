import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginVisit, connected, contactSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { SimulatedContact } from '../src/testing/simulated-people.js'
import { startServer } from '../src/testing/test-server.js'
import { World } from '../src/testing/world.js'

const failure = (environment: Record<string, string>): Promise<string> =>
  startServer({ environment }).then(
    async (server) => `listened: ${await server.stop()}`,
    (error: Error) => error.message,
  )

describe('a server that cannot start', () => {
  it('says all mistakes of its settings at once and ends with 1', async () => {
    const message = await failure({ PORT: 'abc', DEMO: 'maybe', MONGODB_URI: 'nowhere' })
    expect(message).toMatch(
      /^The server ended with 1:\nPORT is "abc".*\nDEMO is "maybe".*\nMONGODB_URI is "nowhere".*\n$/,
    )
  })

  it('says in one sentence that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const message = await failure({ PORT: String(port) })
    expect(message).toBe(
      `The server ended with 1:\nPort ${port} is taken by another program: stop it, or choose another with PORT.\n`,
    )
    other.close()
  })

  it('says that its data folder cannot be written', async () => {
    const message = await failure({ DATA_DIR: '/dev/null/data' })
    expect(message).toMatch(/^The server ended with 1:\nThe data folder .* cannot be written: .*\n$/)
  })

  it('says that its store cannot be reached', async () => {
    expect(await failure({ MONGODB_URI: 'mongodb://127.0.0.1:1/parley' })).toMatch(
      /^The server ended with 1:\n.*ECONNREFUSED.*\n$/,
    )
  })
})

describe('a server with nothing but a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-data-'))
  const start = () => startServer({ environment: { DATA_DIR: folder } })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps what was said through kill -9 and a new start, in its embedded store', async () => {
    const first = await start()
    expect(first.listening).toMatchObject({
      isDemo: true,
      accounts: [{ login: 'demo' }, { login: 'demo2' }, { login: 'lead' }],
    })
    const visit = await beginVisit(first.url)
    const before = await SimulatedContact.connect(first.url, visit, 'before')
    for (const words of ['one', 'two', 'three']) before.say(words)
    await eventually('all is sent', () => before.outbox.all.length === 0)
    before.close()
    await first.kill()

    const second = await start()
    const after = contactSocket(second.url, (await beginVisit(second.url, 'demo', visit.token)).token)
    await connected(after.socket)
    const { thread, contact } = await after.call('conversations:openThread', {})
    expect(contact.id).toBe(visit.id)
    const texts = thread?.entries.flatMap((entry) => (entry.kind === 'text' ? [entry.text] : []))
    expect(texts).toEqual(['one', 'two', 'three'])
    after.socket.disconnect()
    expect(await second.stop()).toBe(0)
  })

  it('ends when the process that started it is gone', async () => {
    const server = await start()
    const ended = new Promise((resolve) => server.process.once('exit', resolve))
    server.process.disconnect()
    expect(await ended).toBe(0)
  })
})

describe('a stop', () => {
  it('answers what has begun, refuses newcomers, loses nothing and ends with 0', async () => {
    const world = await World.start()
    const contacts = await Promise.all(Array.from({ length: 10 }, (_, index) => world.contact(`contact ${index}`)))
    for (const contact of contacts) for (let count = 0; count < 20; count += 1) contact.say(`words ${count}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await world.server.stop()).toBe(0)
    await world.startServer()
    await eventually(
      'the rest follows after the new start',
      () => contacts.every(({ outbox }) => outbox.all.length === 0),
      90_000,
    )
    const { entries } = await world.snapshot()
    expect(entries.filter(({ kind }) => kind === 'text')).toHaveLength(200)
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })
})

describe('what a server tells its operators', () => {
  let world: World

  beforeAll(async () => {
    world = await World.start({ environment: { LOG_LEVEL: 'debug' } })
  })

  afterAll(async () => {
    expect(await world.end()).toEqual([])
  })

  it('is alive and ready', async () => {
    expect(await (await fetch(`${world.url}/livez`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${world.url}/readyz`)).json()).toEqual({
      status: 'ok',
      store: true,
      objectStorage: true,
    })
  })

  it('is JSON, a line each, without a word of what people wrote', async () => {
    const contact = await world.contact('visitor')
    const secret = `secret-${randomUUID()}`
    contact.say(secret)
    await eventually('it is sent', () => contact.outbox.all.length === 0)
    const lines = world.server.output().split('\n').filter(Boolean)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.every((line) => typeof (JSON.parse(line) as { message: string }).message === 'string')).toBe(true)
    expect(world.server.output()).not.toContain(secret)
  })

  it('comes with headers that keep pages to themselves', async () => {
    const response = await fetch(`${world.url}/c/demo`)
    expect(response.status).toBe(200)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers unknown paths in the form of every error', async () => {
    const response = await fetch(`${world.url}/api/v1/nothing`)
    expect([response.status, await response.json()]).toEqual([404, { error: { code: 'not_found' } }])
  })
})

describe('a server whose console was never built', () => {
  it('answers with a code, and nothing of its inside, to whatever is asked for', async () => {
    const preload = join(__dirname, 'faults', 'without-console.cjs')
    const broken = await World.start({ preload })
    for (const accept of ['text/html', 'application/json', '*/*']) {
      const answer = await fetch(`${broken.url}/console/`, { headers: { accept } })
      expect([answer.status, await answer.json()]).toEqual([500, { error: { code: 'internal' } }])
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(broken.server.output()).toMatch(/DirectoryNotFound|not found/i)
    expect(await broken.end()).toEqual([])
  })
})

describe('a reader who stopped reading', () => {
  it('is cut before it fills the memory, and resumes with everything', async () => {
    const world = await World.start()
    const visit = await beginVisit(world.url)
    const reader = world.add(await SimulatedContact.connect(world.url, visit, 'reader'))
    const writer = world.add(await SimulatedContact.connect(world.url, visit, 'writer'))
    writer.say('first')
    await eventually('the thread exists', () => reader.history.events.length > 0 && writer.followed.length > 0)
    const [threadId = ''] = writer.followed
    await reader.follow(threadId)
    let cuts = 0
    reader.socket.on('disconnect', () => (cuts += 1))
    const { _socket: wire } = (
      reader.socket.io.engine.transport as unknown as { ws: { _socket: { pause: () => void; resume: () => void } } }
    ).ws
    wire.pause()
    for (let count = 0; count < 600; count += 1) writer.say('x'.repeat(9_000))
    await eventually('all is sent', () => writer.outbox.all.length === 0, 90_000)
    await eventually('the server cut it', () => world.server.output().includes('cut a slow socket'), 60_000)
    wire.resume()
    await eventually('it has noticed and come back', () => cuts > 0 && reader.socket.connected, 90_000)
    expect(await world.breaches()).toEqual([])
    expect(await world.end()).toEqual([])
  })
})
