import mongoose, { Schema, type AnyBulkWriteOperation, type Connection } from 'mongoose'
import { runStore, type RunningStore } from './running-store.js'

const personSchema = new Schema(
  {
    email: { type: String, required: true },
    name: String,
    tags: [String],
    visits: { type: Number, default: 0 },
    addresses: [{ city: String, main: Boolean }],
    balance: Schema.Types.Decimal128,
    seen: Date,
    meta: { type: Map, of: String },
    friend: { type: Schema.Types.ObjectId, ref: 'Person' },
  },
  { timestamps: true },
)
personSchema.index({ email: 1 }, { unique: true, name: 'uniqueEmail' })
personSchema.index({ tags: 1 })
personSchema.index({ name: 1, visits: -1 })

const personModel = (on: Connection) => on.model('Person', personSchema)

let running: RunningStore
let connection: Connection
let Person: ReturnType<typeof personModel>

beforeAll(async () => {
  running = await runStore()
  connection = await mongoose.createConnection(running.store.uri, { dbName: 'app' }).asPromise()
  Person = personModel(connection)
  await Person.init()
})
afterAll(async () => {
  await connection.close()
  await running.stop()
})
beforeEach(() => Person.deleteMany({}))

test('create, find and save with the differences of arrays', async () => {
  const ada = await Person.create({
    email: 'ada@x',
    tags: ['a', 'b'],
    addresses: [{ city: 'London', main: true }],
    meta: { k: 'v' },
  })
  ada.tags.push('c')
  ;(ada.tags as unknown as { pull(tag: string): void }).pull('a')
  ada.addresses[0]!.city = 'Paris'
  ada.set('meta.k', 'w')
  await ada.save()
  const again = await Person.findById(ada._id)
  expect(again!.toObject({ flattenMaps: true })).toMatchObject({
    tags: ['b', 'c'],
    addresses: [{ city: 'Paris', main: true }],
    meta: { k: 'w' },
  })
  again!.tags.splice(0, 1)
  await again!.save()
  expect((await Person.findById(ada._id).lean())!.tags).toEqual(['c'])
})

test('a duplicate key carries code, index name, keyPattern and keyValue', async () => {
  await Person.create({ email: 'ada@x' })
  await expect(Person.create({ email: 'ada@x' })).rejects.toMatchObject({
    code: 11000,
    keyPattern: { email: 1 },
    keyValue: { email: 'ada@x' },
    message: 'E11000 duplicate key error collection: app.people index: uniqueEmail dup key: { email: "ada@x" }',
  })
})

test('insertMany unordered stores what it can and reports each duplicate', async () => {
  await Person.create({ email: 'b@x' })
  const error = await Person.insertMany([{ email: 'a@x' }, { email: 'b@x' }, { email: 'c@x' }, { email: 'a@x' }], {
    ordered: false,
  }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 11000, writeErrors: [{ err: { index: 1 } }, { err: { index: 3 } }] })
  expect(await Person.countDocuments()).toBe(3)
})

test('populate, distinct, cursor, lean, select, exists', async () => {
  const bob = await Person.create({ email: 'bob@x', name: 'Bob', tags: ['x'] })
  await Person.create({ email: 'ada@x', name: 'Ada', tags: ['x', 'y'], friend: bob._id })
  const ada = await Person.findOne({ name: 'Ada' }).populate<{ friend: { name: string } }>('friend', 'name')
  expect(ada!.friend.name).toBe('Bob')
  expect((await Person.distinct('tags')).sort()).toEqual(['x', 'y'])
  const names: string[] = []
  for await (const person of Person.find().sort({ name: 1 }).batchSize(1).cursor()) names.push(person.name!)
  expect(names).toEqual(['Ada', 'Bob'])
  expect(await Person.findOne({ name: 'Bob' }).select('name -_id').lean()).toEqual({ name: 'Bob' })
  expect(await Person.exists({ name: 'Nobody' })).toBeNull()
})

test('findOneAndUpdate, upsert, arrayFilters, positional, bulkWrite', async () => {
  const upserted = await Person.findOneAndUpdate(
    { email: 'new@x' },
    { $inc: { visits: 2 }, $setOnInsert: { name: 'New' } },
    { upsert: true, returnDocument: 'after' },
  )
  expect(upserted).toMatchObject({ email: 'new@x', visits: 2, name: 'New' })
  await Person.updateOne(
    { email: 'new@x' },
    {
      $set: {
        addresses: [
          { city: 'A', main: false },
          { city: 'B', main: false },
        ],
      },
    },
  )
  await Person.updateOne({ email: 'new@x', 'addresses.city': 'B' }, { $set: { 'addresses.$.main': true } })
  await Person.updateOne(
    { email: 'new@x' },
    { $set: { 'addresses.$[first].city': 'C' } },
    { arrayFilters: [{ 'first.city': 'A' }] },
  )
  expect((await Person.findOne({ email: 'new@x' }).lean())!.addresses).toMatchObject([
    { city: 'C', main: false },
    { city: 'B', main: true },
  ])
  const operations: AnyBulkWriteOperation[] = [
    { insertOne: { document: { email: 'bulk@x', visits: 1 } } },
    { updateOne: { filter: { email: 'bulk@x' }, update: { $inc: { visits: 1 } } } },
    { replaceOne: { filter: { email: 'other@x' }, replacement: { email: 'other@x' }, upsert: true } },
    { deleteOne: { filter: { email: 'new@x' } } },
  ]
  const result = await Person.bulkWrite(operations as never)
  expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 })
})

test('numbers keep their types through updates', async () => {
  const numbers = running.client.db('app').collection('numbers')
  await numbers.insertOne({
    _id: 1 as never,
    double: new mongoose.mongo.Double(1),
    long: mongoose.mongo.Long.fromNumber(5),
    int: 1,
  })
  await numbers.updateOne({ _id: 1 as never }, { $inc: { double: 1, long: 1, int: 2147483647 }, $set: { other: true } })
  const [stored] = await numbers.find({}, { promoteValues: false }).toArray()
  expect([stored!['double']._bsontype, stored!['long']._bsontype, stored!['int']._bsontype]).toEqual([
    'Double',
    'Long',
    'Long',
  ])
})

test('aggregate: group, sort, unwind, lookup, project', async () => {
  await Person.insertMany([
    { email: '1', name: 'A', visits: 1, tags: ['x', 'y'] },
    { email: '2', name: 'A', visits: 3, tags: ['x'] },
    { email: '3', name: 'B', visits: 5 },
  ])
  expect(
    await Person.aggregate([
      { $match: { visits: { $gt: 0 } } },
      { $group: { _id: '$name', total: { $sum: '$visits' }, most: { $max: '$visits' } } },
      { $sort: { _id: 1 } },
    ]),
  ).toEqual([
    { _id: 'A', total: 4, most: 3 },
    { _id: 'B', total: 5, most: 5 },
  ])
  expect(await Person.aggregate([{ $unwind: '$tags' }, { $sortByCount: '$tags' }])).toEqual([
    { _id: 'x', count: 2 },
    { _id: 'y', count: 1 },
  ])
})

test('explain names the index', async () => {
  const plan = (await Person.find({ name: 'A' }).sort({ visits: -1 }).explain('queryPlanner')) as unknown as {
    queryPlanner: { winningPlan: { inputStage: { indexName: string } } }
  }
  expect(plan.queryPlanner.winningPlan.inputStage.indexName).toBe('name_1_visits_-1')
})

test('collections and indexes can be listed, synchronised and dropped', async () => {
  expect((await Person.listIndexes()).map(({ name }) => name)).toEqual([
    '_id_',
    'uniqueEmail',
    'tags_1',
    'name_1_visits_-1',
  ])
  expect(await Person.syncIndexes()).toEqual([])
  const other = connection.db!.collection('other')
  await other.insertOne({ a: 1 })
  expect((await connection.db!.listCollections().toArray()).map(({ name }) => name)).toContain('other')
  await other.drop()
  expect((await connection.db!.listCollections({ name: 'other' }).toArray()).length).toBe(0)
  await other.insertOne({ a: 2 })
  expect(await other.find().toArray()).toMatchObject([{ a: 2 }])
})
