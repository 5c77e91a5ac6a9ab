import fc from 'fast-check'
import type { Collection, Document, IndexDescription } from 'mongodb'
import { EXACT, contents, document, filter, operation, outcome } from './operations.js'
import { runStore, SCALE, type RunningStore } from './running-store.js'

const INDEXES: IndexDescription[] = [
  { key: { a: 1 } },
  { key: { a: 1, s: -1 } },
  { key: { s: 1, b: 1 } },
  { key: { s: 1, b: -1, _id: 1 } },
  { key: { 'a.x': 1 } },
  { key: { c: -1 } },
  { key: { 'c.x': 1, s: 1 } },
  { key: { s: -1 } },
  { key: { b: -1 }, name: 'sparse', sparse: true },
  { key: { s: 1, c: 1 }, name: 'partial', partialFilterExpression: { s: { $gt: 0 } } },
  { key: { b: 1 }, name: 'partialExists', partialFilterExpression: { b: { $exists: true } } },
]

let running: RunningStore
let plain: Collection<Document>
let indexed: Collection<Document>

beforeAll(async () => {
  running = await runStore({ client: { ...EXACT } })
  plain = running.db.collection('plain')
  indexed = running.db.collection('indexed')
  await plain.insertOne({})
  await indexed.createIndexes(INDEXES)
})
afterAll(() => running.stop())

test('every operation answers the same with indexes and without, and leaves the same documents', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 25 }), async (operations) => {
      await Promise.all([plain.deleteMany({}), indexed.deleteMany({})])
      for (const { name, detail, run } of operations) {
        const [expected, answered] = await Promise.all([outcome(run(plain)), outcome(run(indexed))])
        expect({ name, detail, ...answered }).toEqual({ name, detail, ...expected })
      }
      expect(await contents(indexed)).toEqual(await contents(plain))
    }),
    { numRuns: 25 * SCALE, seed: 20_260, endOnFailure: true },
  )
})

test('every hinted index that may be used gives the same documents', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 5, maxLength: 10 }),
      fc.array(filter, { minLength: 5, maxLength: 15 }),
      async (documents, filters) => {
        await Promise.all([plain.deleteMany({}), indexed.deleteMany({})])
        const numbered = documents.map((body, _id) => ({ _id, ...body }))
        await Promise.all([
          plain.insertMany(numbered as never),
          outcome(indexed.insertMany(numbered as never, { ordered: false })),
        ])
        for (const query of filters) {
          const expected = (await plain.find(query).sort({ _id: 1 }).toArray()).map(({ _id }) => String(_id))
          for (const { name, key } of await indexed.indexes()) {
            if (name!.startsWith('partial') || name === 'sparse') continue
            const answered = (await indexed.find(query).hint(key).toArray()).map(({ _id }) => String(_id))
            expect({ name, query, ids: answered.sort() }).toEqual({ name, query, ids: expected.sort() })
          }
        }
      },
    ),
    { numRuns: 10 * SCALE, seed: 20_261, endOnFailure: true },
  )
})
