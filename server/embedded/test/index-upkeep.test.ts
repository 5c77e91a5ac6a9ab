import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { operation, outcome } from './operations.js'
import { runStore, SCALE, temporaryFolder, type RunningStore } from './running-store.js'

const CLI = join(import.meta.dirname ?? __dirname, '../dist/cli.js')

let running: RunningStore
let folder: string

beforeAll(async () => {
  folder = temporaryFolder()
  running = await runStore()
})

afterAll(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Whether a copy of the store is sound: above all, whether the indexes hold what the documents say and nothing else. */
function verified(): string {
  const copy = join(folder, String(performance.now()))
  execFileSync(process.execPath, [CLI, 'backup', '--directory', running.directory, '--to', copy])
  return execFileSync(process.execPath, [CLI, 'verify', '--directory', copy], { encoding: 'utf8' })
}

test('every index holds what its documents say after any operations', async () => {
  const documents = running.db.collection('documents')
  await documents.createIndex({ a: 1 })
  await documents.createIndex({ b: -1, s: 1 })
  await documents.createIndex({ 'c.x': 1 }, { sparse: true })
  await documents.createIndex({ s: 1 }, { partialFilterExpression: { s: { $gt: 0 } } })
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 60 }), async (operations) => {
      for (const { run } of operations) await outcome(run(documents))
      expect(verified()).toMatch(/sound\n$/)
    }),
    { numRuns: 4 * SCALE, seed: 20_264, endOnFailure: true },
  )
})

test('a change that takes fields away, adds or renames them reaches the indexes on others', async () => {
  const rows = running.db.collection<{ _id: number; [field: string]: unknown }>('rows')
  await rows.createIndex({ state: 1, since: 1 })
  await rows.createIndex({ place: 1 }, { unique: true, partialFilterExpression: { place: { $exists: true } } })
  await rows.insertOne({ _id: 1, aNameLongerThanAllThatFollows: 1, state: 'waiting', since: 5, place: 3 })
  await rows.updateOne(
    { _id: 1 },
    { $unset: { aNameLongerThanAllThatFollows: '', place: '' }, $set: { state: 'open' } },
  )
  expect(await rows.find({ state: 'open', since: 5 }).toArray()).toEqual([{ _id: 1, state: 'open', since: 5 }])
  expect(await rows.countDocuments({ state: 'waiting' })).toBe(0)
  await rows.insertOne({ _id: 2, place: 3 })
  await rows.updateOne({ _id: 1 }, { $set: { since: 6, note: 'x' }, $rename: { state: 'place' } })
  expect(await rows.findOne({ place: 'open' })).toEqual({ _id: 1, since: 6, note: 'x', place: 'open' })
  await expect(rows.updateOne({ _id: 1 }, { $set: { place: 3 } })).rejects.toThrow(/duplicate key/)
  expect(verified()).toMatch(/sound\n$/)
})
