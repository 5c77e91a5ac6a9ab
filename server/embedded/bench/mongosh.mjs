// A session of MongoDB's own shell against this store, which must go as against MongoDB. The shell is no dependency (460 packages):
//   npm install --prefix /tmp/mongosh --ignore-scripts mongosh@2.12.0 && node bench/mongosh.mjs /tmp/mongosh/node_modules/.bin/mongosh
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedStore } from '../dist/index.js'

/** What is typed, and what must be in the answer. */
const SESSION = [
  ['use app', 'switched to db app'],
  ['db.people.createIndex({ email: 1 }, { unique: true })', 'email_1'],
  ["db.people.insertOne({ email: 'ada@x', n: NumberLong('5'), at: ISODate('2026-01-01') })", 'acknowledged: true'],
  ["db.people.insertMany([{ email: 'b@x', tags: ['a', 'b'] }, { email: 'c@x', tags: [] }])", 'insertedIds'],
  ['db.people.find().sort({ email: 1 })', "Long('5')"],
  ["db.people.updateOne({ email: 'b@x' }, { $push: { tags: 'c' }, $inc: { hits: 1 } })", 'modifiedCount: 1'],
  ["db.people.findOne({ email: 'b@x' }).tags.join('+')", 'a+b+c'],
  ['db.people.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }])', 'n: 3'],
  ["db.people.distinct('tags').join('/')", 'a/b/c'],
  ['db.people.getIndexes().length', '2'],
  ["db.people.find({ email: 'ada@x' }).explain().queryPlanner.winningPlan.inputStage.stage", 'IXSCAN'],
  ["db.people.insertOne({ email: 'ada@x' })", 'E11000 duplicate key error'],
  ['show dbs', 'KiB'],
  ['show collections', 'people'],
  ['db.people.deleteMany({ email: /^b/ }).deletedCount', '1'],
  ['db.people.stats()', 'is not supported by the embedded store'],
  ['db.dropDatabase().ok', '1'],
]

const [, , shell] = process.argv
if (shell === undefined) throw new Error('name the shell: node bench/mongosh.mjs PATH')
const directory = mkdtempSync(join(tmpdir(), 'embedded-mongosh-'))
const store = await startEmbeddedStore({ directory })
const child = spawn(shell, [store.uri, '--quiet', '--norc'], { stdio: ['pipe', 'pipe', 'inherit'] })
let output = ''
child.stdout.on('data', (chunk) => (output += String(chunk)))
const failures = []
for (const [typed, expected] of SESSION) {
  const from = output.length
  child.stdin.write(`${typed}\n`)
  for (const end = Date.now() + 20_000; !output.slice(from).includes(expected) && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 20))
  const isRight = output.slice(from).includes(expected)
  if (!isRight) failures.push(typed)
  process.stdout.write(`${isRight ? 'ok    ' : 'WRONG '} ${typed}${isRight ? '' : `\n${output.slice(from)}`}\n`)
}
child.stdin.end()
await new Promise((resolve) => child.once('exit', resolve))
await store.stop()
rmSync(directory, { recursive: true, force: true })
process.stdout.write(`${SESSION.length - failures.length} of ${SESSION.length} answers as expected\n`)
process.exitCode = failures.length === 0 ? 0 : 1
