import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { BSON, MongoClient } from 'mongodb'
import { runStore, temporaryFolder, type RunningStore } from './running-store.js'

const CLI = join(import.meta.dirname ?? __dirname, '../dist/cli.js')

let running: RunningStore
let folder: string
const children: ChildProcess[] = []

beforeAll(async () => {
  folder = temporaryFolder()
  running = await runStore()
  const items = running.db.collection('items')
  await items.createIndex({ n: 1 }, { name: 'n', unique: true, partialFilterExpression: { n: { $exists: true } } })
  await items.insertMany(
    Array.from({ length: 700 }, (_nothing, n) => ({
      n,
      long: BSON.Long.fromNumber(n),
      double: new BSON.Double(n),
      at: new Date(n),
    })),
  )
})
afterAll(async () => {
  children.forEach((child) => child.kill('SIGTERM'))
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = start(...args)
  let output = ''
  child.stdout!.on('data', (chunk) => (output += String(chunk)))
  child.stderr!.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output }
}

async function serve(...args: string[]): Promise<string> {
  const child = start('serve', ...args)
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.startsWith('listening on ')) return line.slice(13)
  throw new Error('serve ended')
}

async function documentsAt(uri: string, name = 'test'): Promise<{ documents: string[]; indexes: unknown }> {
  const client = await new MongoClient(uri, { promoteValues: false }).connect()
  const items = client.db(name).collection('items')
  const documents = (await items.find().sort({ _id: 1 }).toArray()).map((document) =>
    BSON.EJSON.stringify(document, { relaxed: false }),
  )
  const indexes = await items.indexes()
  await client.close()
  return { documents, indexes: JSON.stringify(indexes) }
}

test('backup while it is served, verify, restore, compact and serve: the same documents and indexes', async () => {
  const [copy, again] = [join(folder, 'copy'), join(folder, 'again')]
  expect(await run('backup', '--directory', running.directory, '--to', copy)).toEqual({
    code: 0,
    output: 'backed up and read through\n',
  })
  expect((await run('verify', '--directory', copy)).output).toMatch(
    /^1 collections, 700 documents, 700 index entries\nsound\n$/,
  )
  expect((await run('restore', '--from', copy, '--directory', again)).code).toBe(0)
  expect((await run('restore', '--from', copy, '--directory', again)).output).toMatch(/is not empty/)
  expect((await run('compact', '--directory', again)).code).toBe(0)
  expect((await run('compact', '--directory', running.directory)).output).toMatch(/in use by another process/)
  const socket = await serve('--directory', again, '--socket', join(folder, 's.sock'))
  expect(await documentsAt(`mongodb://${encodeURIComponent(socket)}/?directConnection=true`)).toEqual(
    await documentsAt(running.store.uri),
  )
})

test('export and import keep types and indexes', async () => {
  const file = join(folder, 'test.ejson')
  expect((await run('export', '--uri', running.store.uri, '--database', 'test', '--to', file)).output).toBe(
    '700 documents in 1 collections\n',
  )
  expect((await run('import', '--uri', running.store.uri, '--database', 'moved', '--from', file)).code).toBe(0)
  expect(await documentsAt(running.store.uri, 'moved')).toEqual(await documentsAt(running.store.uri))
  expect((await run('import', '--uri', running.store.uri, '--database', 'moved', '--from', file)).output).toMatch(
    /is not empty/,
  )
})

test('a port asks for SCRAM-SHA-256', async () => {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, 'sécret-ß\n')
  const address = await serve(
    '--directory',
    join(folder, 'port'),
    '--port',
    '0',
    '--user',
    'parley',
    '--password-file',
    passwordFile,
  )
  const uri = (user: string, password: string) =>
    `mongodb://${user}:${encodeURIComponent(password)}@${address}/?directConnection=true&authMechanism=SCRAM-SHA-256`
  const insert = async (from: string) => {
    const client = await new MongoClient(from, { serverSelectionTimeoutMS: 3_000 }).connect()
    return client
      .db('test')
      .collection('items')
      .insertOne({ a: 1 })
      .finally(() => client.close())
  }
  await expect(insert(uri('parley', 'sécret-ß'))).resolves.toMatchObject({ acknowledged: true })
  await expect(insert(uri('parley', 'wrong'))).rejects.toThrow('Authentication failed')
  await expect(insert(uri('other', 'sécret-ß'))).rejects.toThrow('Authentication failed')
  await expect(insert(`mongodb://${address}/?directConnection=true`)).rejects.toThrow('requires authentication')
})
