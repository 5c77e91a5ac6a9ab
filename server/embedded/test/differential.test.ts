import fc from 'fast-check'
import { MongoClient, type Collection, type Document } from 'mongodb'
import { EXACT, contents, operation, outcome } from './operations.js'
import { runStore, SCALE, type RunningStore } from './running-store.js'

/** An independent MongoDB-compatible server, such as `scripts/services/services up mongo` starts. */
const OTHER_URI = process.env['EMBEDDED_DIFFERENTIAL_URI']
const NAME = `embedded_differential_${process.pid}`
const withOther = OTHER_URI ? describe : describe.skip

withOther('against an independent server (EMBEDDED_DIFFERENTIAL_URI)', () => {
  let running: RunningStore
  let other: MongoClient
  let ours: Collection<Document>
  let theirs: Collection<Document>

  beforeAll(async () => {
    running = await runStore({ client: { ...EXACT } })
    other = await new MongoClient(OTHER_URI!, { ...EXACT }).connect()
    ours = running.db.collection('documents')
    theirs = other.db(NAME).collection('documents')
  })

  afterAll(async () => {
    await other.db(NAME).dropDatabase()
    await other.close()
    await running.stop()
  })

  test('random operations answer the same and leave the same documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 20 }), async (operations) => {
        await Promise.all([ours.deleteMany({}), theirs.deleteMany({})])
        for (const { name, detail, run } of operations) {
          const [mine, expected] = await Promise.all([outcome(run(ours)), outcome(run(theirs))])
          expect({ name, detail, failed: mine.error !== undefined, ...(!expected.error && mine) }).toEqual({
            name,
            detail,
            failed: expected.error !== undefined,
            ...(!expected.error && expected),
          })
          // A failed change of many documents leaves some of them changed in MongoDB and here, none in the other server.
          if (mine.error && name === 'updateMany') await Promise.all([ours.deleteMany({}), theirs.deleteMany({})])
          expect({ name, detail, contents: await contents(ours) }).toEqual({
            name,
            detail,
            contents: await contents(theirs),
          })
        }
      }),
      { numRuns: 20 * SCALE, seed: 20_262, endOnFailure: true },
    )
  })
})
