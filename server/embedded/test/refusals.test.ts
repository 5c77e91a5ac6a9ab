import { Long, MongoServerError } from 'mongodb'
import { runStore, type RunningStore } from './running-store.js'

let running: RunningStore

beforeAll(async () => {
  running = await runStore()
  await running.db.collection('many').insertMany(Array.from({ length: 1_500 }, (_nothing, n) => ({ n, group: n % 7 })))
})
afterAll(() => running.stop())

async function errorOf(work: Promise<unknown>): Promise<MongoServerError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(MongoServerError)
  return error as MongoServerError
}

test.each([
  ['$where', { find: 'many', filter: { $where: '1' } }],
  ['$text', { find: 'many', filter: { $text: { $search: 'x' } } }],
  ['$jsonSchema', { find: 'many', filter: { $jsonSchema: {} } }],
  ['collation', { find: 'many', collation: { locale: 'en' } }],
  ['tailable', { find: 'many', tailable: true }],
  ['$near', { find: 'many', filter: { at: { $near: [1, 2] } } }],
  ['$out', { aggregate: 'many', pipeline: [{ $out: 'x' }], cursor: {} }],
  ['$changeStream', { aggregate: 'many', pipeline: [{ $changeStream: {} }], cursor: {} }],
  ['$function', { aggregate: 'many', pipeline: [{ $match: {} }, { $project: { a: { $function: {} } } }], cursor: {} }],
  ['view', { create: 'v', viewOn: 'many', pipeline: [] }],
  ['capped', { create: 'c', capped: true, size: 1000 }],
  ['text', { createIndexes: 'many', indexes: [{ key: { a: 'text' }, name: 'a' }] }],
  ['2dsphere', { createIndexes: 'many', indexes: [{ key: { a: '2dsphere' }, name: 'a' }] }],
  ['wildcard', { createIndexes: 'many', indexes: [{ key: { '$**': 1 }, name: 'a' }] }],
  ['transaction', { find: 'many', startTransaction: true, autocommit: false, txnNumber: Long.fromNumber(1) }],
  ['pipeline', { findAndModify: 'many', query: { n: 1 }, update: [{ $set: { a: 1 } }] }],
  ['mapReduce', { mapReduce: 'many' }],
])('%s is refused by name', async (name, command) => {
  const error = await errorOf(running.db.command(command))
  expect(error.message).toContain(name)
  expect(error.message).toContain('not supported by the embedded store')
})

test('an unknown command, an unknown field and an unknown operator are errors, never ignored', async () => {
  expect((await errorOf(running.db.command({ fly: 1 }))).code).toBe(59)
  expect((await errorOf(running.db.command({ find: 'many', wings: 2 }))).code).toBe(40415)
  expect((await errorOf(running.db.command({ find: 'many', filter: { a: { $soar: 1 } } }))).code).toBe(2)
  expect((await errorOf(running.db.collection('many').updateOne({ n: 1 }, { $soar: { a: 1 } }))).code).toBe(9)
})

test('a scan of a large collection names the missing index', async () => {
  const many = running.db.collection('many')
  const error = await errorOf(many.find({ group: 99 }).toArray())
  expect(error.code).toBe(291)
  expect(error.message).toMatch(/test\.many has no index .* create an index on \{ group \}/)
  expect((await errorOf(many.updateOne({ group: 99 }, { $set: { a: 1 } }))).code).toBe(291)
  expect((await errorOf(many.find().sort({ group: 1 }).toArray())).message).toContain('needs an index in that order')
  expect(await many.find().toArray()).toHaveLength(1_500)
  await many.createIndex({ group: 1 })
  expect(await many.find({ group: 3 }).toArray()).toHaveLength(214)
  expect(await many.find().sort({ group: -1 }).limit(3).toArray()).toHaveLength(3)
})

test('a write that fails half way through its statement leaves its document as it was', async () => {
  const items = running.db.collection<{ _id: number; a?: unknown }>('items')
  await items.insertOne({ _id: 1, a: 'text' })
  expect((await errorOf(items.updateOne({ _id: 1 }, { $set: { b: 1 }, $inc: { a: 1 } } as never))).code).toBe(14)
  expect((await errorOf(items.updateOne({ _id: 1 }, { $set: { 'a.b': 1 } }))).code).toBe(28)
  expect((await errorOf(items.updateOne({ _id: 1 }, { $set: { _id: 2 } }))).code).toBe(66)
  expect((await errorOf(items.updateOne({ _id: 1 }, { $set: { x: 1 }, $unset: { x: 1 } } as never))).code).toBe(40)
  expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, a: 'text' })
})
