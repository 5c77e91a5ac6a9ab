// Measures the store on this machine: node bench/run.mjs [largest size, default 100000]. Prints one line per figure; needs a build.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, ObjectId } from 'mongodb'
import { startEmbeddedStore } from '../dist/index.js'

const LARGEST = Number(process.argv[2] ?? 100_000)
const THREADS = 100
const ROUND_MS = 3_000
const TICK_MS = 10

const directory = mkdtempSync(join(tmpdir(), 'embedded-bench-'))
let store = await startEmbeddedStore({ directory })
let client = await new MongoClient(store.uri, { maxPoolSize: 32 }).connect()
const tenantId = new ObjectId()
const threads = Array.from({ length: THREADS }, () => new ObjectId())
const seqs = new Array(THREADS).fill(0)

/** Rates are measured on `inserted`, sizes on `entries`: a size means that many documents, spread evenly over all threads. */
const inserted = () => client.db('bench').collection('inserted')
const entries = () => client.db('bench').collection('entries')
const say = (line) => process.stdout.write(`${line}\n`)

/** One row of a chat's log, as Parley writes it. */
function entry(thread) {
  const seq = ++seqs[thread]
  const token = new ObjectId().toHexString()
  return {
    tenantId,
    threadId: threads[thread],
    seq,
    visibleSeq: seq,
    visibleToContact: true,
    senderKey: 'contact:1',
    clientMessageId: token,
    kind: 'message',
    text: 'A message of the usual length for a chat, give or take a word.',
    createdAt: new Date(),
  }
}

function storePid() {
  return Number(execFileSync('pgrep', ['-f', store.socketPath]).toString().split('\n')[0])
}

function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

function residentMiB(pid) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)
}

async function measure(name, clients, work) {
  const pid = storePid()
  const [start, cpu] = [performance.now(), cpuMs(pid)]
  const times = []
  await Promise.all(
    Array.from({ length: clients }, async (_nothing, number) => {
      while (performance.now() - start < ROUND_MS) {
        const from = performance.now()
        await work(number)
        times.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  times.sort((left, right) => left - right)
  const quantile = (part) => times[Math.floor((times.length - 1) * part)].toFixed(2)
  const perOperation = (((cpuMs(pid) - cpu) * 1000) / times.length).toFixed(0)
  say(
    `${name}, ${clients} client${clients > 1 ? 's' : ''}: ${(times.length / seconds).toFixed(0)}/s, p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, ${perOperation} us CPU of the store each`,
  )
}

const INDEXES = [
  { key: { tenantId: 1, threadId: 1, seq: 1 }, unique: true, name: 'seq' },
  {
    key: { tenantId: 1, threadId: 1, visibleSeq: 1 },
    unique: true,
    name: 'visible',
    partialFilterExpression: { visibleToContact: true },
  },
  {
    key: { tenantId: 1, threadId: 1, senderKey: 1, clientMessageId: 1 },
    unique: true,
    name: 'once',
    partialFilterExpression: { clientMessageId: { $exists: true } },
  },
]
await inserted().createIndexes(INDEXES)
await client.db('bench').collection('counters').insertOne({ _id: 1, n: 0 })

say(`node ${process.version}, ${cpus().length} cores, load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`)
const random = (below) => Math.floor(Math.random() * below)
for (const clients of [1, 32])
  await measure('insertOne, three unique indexes', clients, (number) => inserted().insertOne(entry(number)))
await measure('insertMany of 32, unordered', 1, () =>
  inserted().insertMany(
    Array.from({ length: 32 }, (_nothing, thread) => entry(thread)),
    { ordered: false },
  ),
)
for (const clients of [1, 32])
  await measure('counter by findOneAndUpdate', clients, () =>
    client
      .db('bench')
      .collection('counters')
      .findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }),
  )

await inserted().drop()
seqs.fill(0)
await entries().createIndexes(INDEXES)
for (let size = 10_000; size <= LARGEST; size *= 10) {
  while ((await entries().estimatedDocumentCount()) < size)
    await entries().insertMany(
      Array.from({ length: 5_000 }, (_nothing, number) => entry(number % THREADS)),
      { ordered: false },
    )
  const ids = (await entries().find().project({ _id: 1 }).limit(1_000).toArray()).map(({ _id }) => _id)
  for (const clients of [1, 32]) {
    await measure(`${size} documents: read by id`, clients, () => entries().findOne({ _id: ids[random(ids.length)] }))
    await measure(`${size} documents: history page of 50`, clients, () => {
      const thread = random(THREADS)
      const before = 51 + random(Math.max(1, seqs[thread] - 50))
      return entries()
        .find({ tenantId, threadId: threads[thread], seq: { $lt: before } })
        .sort({ seq: -1 })
        .limit(50)
        .toArray()
    })
  }
  say(
    `${size} documents: ${residentMiB(storePid())} MiB resident, ${Math.round(statSync(join(directory, 'data.mdb')).size / 1024 / 1024)} MiB on disk`,
  )
}

await client.close()
await store.stop()
const from = performance.now()
store = await startEmbeddedStore({ directory })
client = await new MongoClient(store.uri).connect()
await entries().findOne({})
say(`open and first read: ${(performance.now() - from).toFixed(0)} ms`)
await client.close()
await store.stop()
rmSync(directory, { recursive: true, force: true })
