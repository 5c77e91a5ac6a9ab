import { MongoServerError, type Db } from 'mongodb'
import { runStore, SCALE, together, type RunningStore } from './running-store.js'

const CLIENTS = 32
/** 1,000 with PARLEY_TEST_SCALE=100. */
const ROUNDS = 10 * SCALE

jest.setTimeout(120_000 + ROUNDS * 500)

let running: RunningStore
let db: Db

beforeAll(async () => {
  running = await runStore({ client: { maxPoolSize: CLIENTS } })
  db = running.db
})
afterAll(() => running.stop())

const isDuplicate = (error: unknown) => error instanceof MongoServerError && error.code === 11000

async function countsDuplicates(work: Promise<unknown>): Promise<number> {
  try {
    await work
    return 0
  } catch (error) {
    if (isDuplicate(error)) return 1
    throw error
  }
}

test('32 clients incrementing one counter lose no update', async () => {
  const counters = db.collection<{ _id: string; n: number }>('counters')
  await counters.insertOne({ _id: 'a', n: 0 })
  const seen = await together(CLIENTS, async () => {
    const values: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const after = await counters.findOneAndUpdate({ _id: 'a' }, { $inc: { n: 1 } }, { returnDocument: 'after' })
      values.push(after!.n)
    }
    return values
  })
  expect((await counters.findOne({ _id: 'a' }))!.n).toBe(CLIENTS * ROUNDS)
  expect(new Set(seen.flat()).size).toBe(CLIENTS * ROUNDS)
})

test('of 32 inserts of one e-mail exactly one wins, in each round', async () => {
  const people = db.collection('people')
  await people.createIndex(
    { email: 1 },
    { unique: true, name: 'email', partialFilterExpression: { email: { $exists: true } } },
  )
  for (let round = 0; round < ROUNDS; round++) {
    const lost = await together(CLIENTS, () => countsDuplicates(people.insertOne({ email: `p${round}@example.org` })))
    expect(lost.reduce((sum, one) => sum + one, 0)).toBe(CLIENTS - 1)
  }
  expect(await people.countDocuments({})).toBe(ROUNDS)
})

test('upserts of one key make one document', async () => {
  const upserts = db.collection('upserts')
  await upserts.createIndex({ key: 1 }, { unique: true })
  for (let round = 0; round < ROUNDS; round++) {
    await together(CLIENTS, () => upserts.updateOne({ key: round }, { $inc: { hits: 1 } }, { upsert: true }))
  }
  const documents = await upserts.find().toArray()
  expect(documents.map(({ hits }) => hits)).toEqual(Array.from({ length: ROUNDS }, () => CLIENTS))
})

test('slots under a partial unique index are never taken twice and never above the cap', async () => {
  const chats = db.collection<{ _id: string; slot?: number; agent?: string; state: string }>('chats')
  const cap = 5
  await chats.createIndex({ agent: 1, slot: 1 }, { unique: true, partialFilterExpression: { slot: { $exists: true } } })
  for (let round = 0; round < ROUNDS; round++) {
    await chats.insertMany(
      Array.from({ length: CLIENTS }, (_nothing, number) => ({ _id: `${round}-${number}`, state: 'waiting' })),
    )
    const taken = await together(CLIENTS, async (number) => {
      for (let slot = 0; slot < cap; slot++) {
        const claim = { $set: { agent: `a${round}`, slot, state: 'active' } }
        if ((await countsDuplicates(chats.updateOne({ _id: `${round}-${number}`, state: 'waiting' }, claim))) === 0)
          return 1
      }
      return 0
    })
    expect(taken.filter(Boolean)).toHaveLength(cap)
  }
  const slots = await chats.find({ agent: 'a0', slot: { $exists: true } }).toArray()
  expect(slots.map(({ slot }) => slot).sort()).toEqual([0, 1, 2, 3, 4])
})

test('a queue drained by findAndModify gives each item once', async () => {
  const queue = db.collection<{ _id: number; state: string }>('queue')
  await queue.createIndex({ state: 1, _id: 1 })
  const size = CLIENTS * ROUNDS
  await queue.insertMany(Array.from({ length: size }, (_nothing, _id) => ({ _id, state: 'waiting' })))
  const got = await together(CLIENTS, async () => {
    const mine: number[] = []
    for (;;) {
      const item = await queue.findOneAndUpdate(
        { state: 'waiting' },
        { $set: { state: 'taken' } },
        { sort: { _id: 1 } },
      )
      if (!item) return mine
      mine.push(item._id)
    }
  })
  expect(got.flat().sort((left, right) => left - right)).toEqual(Array.from({ length: size }, (_nothing, at) => at))
})
