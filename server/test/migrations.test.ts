import { join } from 'node:path'
import mongoose from 'mongoose'
import { MIGRATIONS } from '../src/migrations/index.js'
import { Cluster } from '../src/testing/cluster.js'
import { beginVisit, connected, contactSocket, signIn } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { writeOldStore } from '../src/testing/old-store.js'
import { SimulatedAgent } from '../src/testing/simulated-people.js'
import { newDatabase } from '../src/testing/test-database.js'
import type { TestDatabase } from '../src/testing/test-database.js'
import { startServer } from '../src/testing/test-server.js'

const PRELOAD = join(__dirname, 'faults', 'kill-at.cjs')
/** More than a migration takes at once, so that it can be killed on its way. */
const MANY = 1_200

type Row = Record<string, unknown>

async function inStore<Result>(uri: string, read: (store: mongoose.Connection) => Promise<Result>): Promise<Result> {
  const connection = await mongoose.createConnection(uri).asPromise()
  try {
    return await read(connection)
  } finally {
    await connection.close()
  }
}

const rowsOf = (uri: string, name: string): Promise<Row[]> =>
  inStore(uri, (store) => store.collection(name).find().toArray())

async function formatOf(uri: string): Promise<Row> {
  const [format] = await rowsOf(uri, 'storeFormats')
  return format ?? {}
}

const versionsDone = async (uri: string): Promise<number[]> =>
  ((await formatOf(uri))['done'] as { version: number }[]).map(({ version }) => version)

describe('a store of the first version', () => {
  let database: TestDatabase
  const start = (environment: Record<string, string> = {}, preload?: string) =>
    startServer({
      environment: { MONGODB_URI: database.uri, DEMO: 'off', ...environment },
      ...(preload === undefined ? {} : { preload }),
    })

  beforeEach(() => {
    database = newDatabase()
  })

  afterEach(() => database.drop())

  it('serves its people as before: what was said is answered, and who comes anew reaches its agents', async () => {
    const old = await writeOldStore(database.uri, { contacts: 3 })
    const server = await start()
    const staff = await signIn(server.url, old.agent.login, old.agent.password)
    const agent = await SimulatedAgent.connect(server.url, staff, 'agent')
    await eventually('what waited is theirs', () => agent.conversations.size === 1)
    const [conversation] = [...agent.conversations.values()]
    await agent.open(conversation!)
    const reply = agent.reply(conversation!.threadId, 'sorry that it took so long')
    await eventually('it is answered', () => agent.outbox.all.length === 0)
    const thread = await agent.follow(conversation!.threadId)
    await thread.catchUp()
    const texts = thread.timeline.entries.flatMap((entry) => (entry.kind === 'text' ? [entry.text] : []))
    expect([reply.length > 0, texts]).toEqual([true, [old.text, 'sorry that it took so long']])

    const visit = await beginVisit(server.url, old.channelKey)
    const visitor = contactSocket(server.url, visit.token)
    await connected(visitor.socket)
    const content = { type: 'text' as const, text: 'hello' }
    await visitor.call('conversations:sendMessage', { threadId: null, clientMessageId: 'first-words', content })
    await eventually('the agent has both', () => agent.conversations.size === 2)
    visitor.socket.disconnect()
    agent.close()
    expect(await server.stop()).toBe(0)
    expect(server.guardRecord()).toEqual([])
  })

  it('is brought to the newest format: fields filled up, the index that stood in the way gone, each step on record', async () => {
    await writeOldStore(database.uri, { contacts: 3 })
    const server = await start()
    const [threads, contacts, channels] = await Promise.all(
      ['threads', 'contacts', 'channels'].map((name) => rowsOf(database.uri, name)),
    )
    expect(threads!.map(({ founderId, contactId }) => String(founderId) === String(contactId))).toEqual([
      true,
      true,
      true,
    ])
    expect(contacts![0]).toMatchObject({ isIdentified: false, attributes: {}, version: 0 })
    expect(channels![0]).toMatchObject({ isEnabled: true, allowsAnonymous: true, signingKeys: [] })
    const indexes = await inStore(database.uri, (store) => store.collection('threads').indexes())
    expect(indexes.map(({ name }) => name)).not.toContain('threads_contact')
    expect(await versionsDone(database.uri)).toEqual(MIGRATIONS.map(({ version }) => version))
    await server.stop()
    const again = await start()
    expect(await versionsDone(database.uri)).toEqual(MIGRATIONS.map(({ version }) => version))
    await again.stop()
  })

  it('loses what later versions have left behind: indexes that nothing asks by, a field that nothing reads', async () => {
    await writeOldStore(database.uri, { contacts: 1 })
    const leave = async (store: mongoose.Connection, collection: string, [field, index]: [string, string]) => {
      const partialFilterExpression = { [field]: { $exists: true } }
      await store.collection(collection).createIndex({ [field]: 1 }, { name: index, partialFilterExpression })
    }
    await inStore(database.uri, async (store) => {
      await leave(store, 'contacts', ['tokensValidAfter', 'contacts_revoked'])
      await leave(store, 'channels', ['narrowedAt', 'channels_narrowed'])
      await store.collection('channels').updateMany({}, { $set: { narrowedAt: new Date() } })
    })
    const server = await start()
    const names = await inStore(database.uri, async (store) => {
      const indexes = await Promise.all(['contacts', 'channels'].map((each) => store.collection(each).indexes()))
      return indexes.flat().map(({ name }) => name)
    })
    expect(names).toContain('channels_key')
    expect(names.filter((name) => name === 'contacts_revoked' || name === 'channels_narrowed')).toEqual([])
    expect((await rowsOf(database.uri, 'channels')).map((row) => 'narrowedAt' in row)).toEqual([false])
    expect(await server.stop()).toBe(0)
    expect(server.guardRecord()).toEqual([])
  })

  it('is finished by the next start when a node was killed on the way, without doing anything twice or leaving anything out', async () => {
    await writeOldStore(database.uri, { contacts: MANY })
    const kill = { PARLEY_KILL_AT: 'amid-migration:2' }
    await expect(start(kill, PRELOAD)).rejects.toThrow('The server ended with null')
    expect(await versionsDone(database.uri)).toEqual([])
    const server = await start()
    const contacts = await rowsOf(database.uri, 'contacts')
    expect(contacts.filter(({ version, isIdentified }) => version === 0 && isIdentified === false)).toHaveLength(MANY)
    expect((await rowsOf(database.uri, 'threads')).filter(({ founderId }) => founderId !== undefined)).toHaveLength(
      MANY,
    )
    expect(await formatOf(database.uri)).toMatchObject({ version: MIGRATIONS.length, positions: {} })
    expect(await versionsDone(database.uri)).toEqual(MIGRATIONS.map(({ version }) => version))
    await server.stop()
  })

  it('is migrated by one of several nodes that start together, while the others wait', async () => {
    await writeOldStore(database.uri, { contacts: MANY })
    const servers = await Promise.all([start(), start(), start()])
    expect(await versionsDone(database.uri)).toEqual(MIGRATIONS.map(({ version }) => version))
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0, 0])
    expect(servers.flatMap((server) => server.guardRecord())).toEqual([])
  })
})

describe('a new store', () => {
  it('serves its people though the store gives up the first attempt of each kind of statement', async () => {
    const database = newDatabase()
    const server = await startServer({
      environment: { MONGODB_URI: database.uri, DEMO: 'on' },
      preload: join(__dirname, 'faults', 'contended-statements.cjs'),
    })
    const indexes = await inStore(database.uri, (store) => store.collection('channels').indexes())
    expect(indexes.map(({ name }) => name)).toContain('channels_key')
    const agent = await SimulatedAgent.connect(server.url, await signIn(server.url, 'demo', 'demo'), 'agent')
    const visitor = contactSocket(server.url, (await beginVisit(server.url)).token)
    await connected(visitor.socket)
    const content = { type: 'text' as const, text: 'hello' }
    const first = { threadId: null, clientMessageId: 'first-words', content }
    const { entry } = await visitor.call('conversations:sendMessage', first)
    await eventually('the agent has it', () => agent.conversations.get(entry.conversationId)?.state === 'assigned')
    visitor.socket.disconnect()
    agent.close()
    expect(await server.stop()).toBe(0)
    expect(server.guardRecord()).toEqual([])
    await database.drop()
  })

  it('is set up by nodes that start together', async () => {
    const database = newDatabase()
    const start = () => startServer({ environment: { MONGODB_URI: database.uri, DEMO: 'off' } })
    const servers = await Promise.all([start(), start(), start()])
    expect(await rowsOf(database.uri, 'tenants')).toHaveLength(1)
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0, 0])
    expect(servers.flatMap((server) => server.guardRecord())).toEqual([])
    await database.drop()
  })
})

describe('a store of a newer version', () => {
  it('is refused in words when this version cannot work on it, and served when it can', async () => {
    const cluster = await Cluster.start({ nodes: 1, environment: {} })
    expect(await versionsDone(cluster.uri)).toEqual([])
    await cluster.stop(0)
    const change = (set: object) =>
      inStore(cluster.uri, (store) =>
        store.collection<{ _id: string }>('storeFormats').updateOne({ _id: 'format' }, { $set: set }),
      )
    await change({ version: 900, worksFrom: 900 })
    await expect(cluster.addNode()).rejects.toThrow(
      /^The server ended with 1:\nThe store was written by a newer Parley: it has format 900, .* restore a backup from before the update\.\n$/,
    )
    await change({ worksFrom: MIGRATIONS.length })
    await cluster.addNode()
    expect(await cluster.end()).toEqual([])
  })
})
