import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import type { Connection } from 'mongoose'
import { CommandGuard } from '../src/platform/mongo/command-guard.js'
import { newDatabase } from '../src/testing/test-database.js'

// The embedded store in every run: other servers explain in words of their own.
const database = newDatabase(process.env['PARLEY_TEST_EMBEDDED_URI'])
const file = join(mkdtempSync(join(tmpdir(), 'parley-guard-')), 'record')
const durable = { writeConcern: { w: 'majority' as const, journal: true } }
let connection: Connection
let guard: CommandGuard

beforeAll(async () => {
  process.env['PARLEY_GUARD_FILE'] = file
  process.env['PARLEY_GUARD_EXPLAIN'] = 'on'
  guard = Object.assign(new CommandGuard(), { settings: { values: { isTest: true } } })
  connection = await mongoose.createConnection(database.uri, { monitorCommands: true, ...durable }).asPromise()
  guard.watch(connection.getClient())
  await connection.collection('rows').createIndex({ tenantId: 1, name: 1 }, { name: 'rows_name' })
})

afterAll(async () => {
  await connection.close()
  await database.drop()
})

/** What the guard records of some work. */
async function recordOf(work: () => Promise<unknown>): Promise<string> {
  const before = readRecord().length
  await work()
  await guard.settle()
  return readRecord().slice(before)
}

const readRecord = (): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

describe('the command guard', () => {
  const rows = () => connection.collection('rows')

  it('has nothing to say about a query that names its tenant, uses an index and waits for durability', async () => {
    const work = async () => {
      await rows().insertOne({ tenantId: 'one', name: 'a' })
      await rows().findOne({ tenantId: 'one', name: 'a' })
      await rows().updateOne({ tenantId: 'one', name: 'a' }, { $set: { seen: true } })
      await rows().countDocuments({ tenantId: 'one' })
    }
    expect(await recordOf(work)).toBe('')
  })

  it.each<[string, RegExp, () => Promise<unknown>]>([
    ['a read without tenant', /^no tenant: find/, () => rows().findOne({ name: 'a' })],
    [
      'a tenant given as an operator',
      /^no tenant: find/,
      () => rows().findOne({ tenantId: { $ne: 'x' }, name: 'b' } as object),
    ],
    ['an insert without tenant', /^no tenant: insert/, () => rows().insertOne({ name: 'a' })],
    ['an update without tenant', /^no tenant: update/, () => rows().updateOne({ name: 'a' }, { $set: { b: 1 } })],
    ['a delete without tenant', /^no tenant: delete/, () => rows().deleteMany({ name: 'nobody' })],
    [
      'a write that does not wait',
      /^not durable: insert/,
      () => rows().insertOne({ tenantId: 'one' }, { writeConcern: { w: 1 } }),
    ],
  ])('records %s', async (_what, expected, work) => {
    expect(await recordOf(work)).toMatch(expected)
  })

  it('records a query without an index', async () => {
    expect(await recordOf(() => rows().findOne({ tenantId: 'one', colour: 'red' }))).toBe('')
    expect(await recordOf(() => connection.collection('bare').insertOne({ tenantId: 'one' }))).toBe('')
    expect(await recordOf(() => connection.collection('bare').findOne({ tenantId: 'one' }))).toMatch(/^no index: find/)
  })
})
