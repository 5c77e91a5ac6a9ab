import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { BSON, MongoClient, type Collection, type Document } from 'mongodb'
import { runStore, temporaryFolder, type RunningStore } from './running-store.js'

/** An independent MongoDB-compatible server, such as `scripts/services/services up mongo` starts. */
const OTHER_URI = process.env['EMBEDDED_DIFFERENTIAL_URI']!
const CLI = join(import.meta.dirname ?? __dirname, '../dist/cli.js')
const NAME = `embedded_moving_${process.pid}`
const DOCUMENTS = 1_200

let running: RunningStore
let other: MongoClient
let folder: string

beforeAll(async () => {
  folder = temporaryFolder()
  running = await runStore()
  other = await new MongoClient(OTHER_URI).connect()
  const items = running.client.db(NAME).collection('items')
  await items.createIndexes([
    { key: { tenantId: 1, n: -1 }, name: 'n', unique: true },
    { key: { mail: 1 }, name: 'mail', unique: true, partialFilterExpression: { mail: { $exists: true } } },
    { key: { goneAt: 1 }, name: 'gone', expireAfterSeconds: 3600 },
  ])
  await items.insertMany(
    Array.from({ length: DOCUMENTS }, (_nothing, n) => ({
      tenantId: 'one',
      n: BSON.Long.fromNumber(n),
      half: new BSON.Double(n),
      at: new Date(n),
      money: BSON.Decimal128.fromString(`${n}.50`),
      raw: new BSON.Binary(Buffer.from([n % 256])),
      list: [n, null, { deep: '中文 ✓' }],
      ...(n % 2 && { mail: `m${n}@example.org` }),
    })),
  )
  await running.client.db(NAME).collection('small').insertOne({ only: true })
})

afterAll(async () => {
  await other.db(NAME).dropDatabase()
  await other.close()
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function run(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${output}`)
}

/** Every document with its types, and the indexes by name with what makes them what they are. */
async function contents(items: Collection<Document>): Promise<{ documents: string[]; indexes: unknown[] }> {
  const documents = await items.find({}, { promoteValues: false }).sort({ _id: 1 }).toArray()
  const indexes = (await items.indexes()).map(({ name, key, unique, partialFilterExpression, expireAfterSeconds }) => ({
    name,
    key: JSON.stringify(key),
    isUnique: unique === true,
    partialFilterExpression: JSON.stringify(partialFilterExpression),
    expireAfterSeconds: expireAfterSeconds === undefined ? undefined : Number(expireAfterSeconds),
  }))
  return {
    documents: documents.map((document) => BSON.EJSON.stringify(document, { relaxed: false })),
    indexes: indexes.sort((left, right) => String(left.name).localeCompare(String(right.name))),
  }
}

test('a database moves to another server by export and import, and back, with its types and indexes', async () => {
  const [out, back] = [join(folder, 'out.ejson'), join(folder, 'back.ejson')]
  const ours = await contents(running.client.db(NAME).collection('items'))
  expect(ours.documents).toHaveLength(DOCUMENTS)

  await run('export', '--uri', running.store.uri, '--database', NAME, '--to', out)
  await run('import', '--uri', OTHER_URI, '--database', NAME, '--from', out)
  const theirs = other.db(NAME).collection('items')
  expect(await contents(theirs)).toEqual(ours)
  await expect(theirs.insertOne({ tenantId: 'one', n: BSON.Long.fromNumber(3) })).rejects.toMatchObject({ code: 11000 })

  await run('export', '--uri', OTHER_URI, '--database', NAME, '--to', back)
  await run('import', '--uri', running.store.uri, '--database', `${NAME}_back`, '--from', back)
  const returned = running.client.db(`${NAME}_back`)
  expect(await contents(returned.collection('items'))).toEqual(ours)
  expect(await returned.collection('small').countDocuments({})).toBe(1)
})
