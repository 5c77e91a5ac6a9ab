import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { MongoServerError, ObjectId, type Collection } from 'mongodb'
import { walkDataFile } from '../src/process/walk-data-file.js'
import { runStore, SCALE, together, type RunningStore } from './running-store.js'

const WRITERS = 16
/** 200 with PARLEY_TEST_SCALE=25. */
const KILLS = 8 * SCALE
const MS_PER_KILL = 15_000

/** What a writer was told: the last acknowledged number of its log, and the counts of its counter. */
interface Acked {
  seq: number
  increments: number
}

let running: RunningStore
const pids: number[] = []

beforeAll(async () => {
  running = await runStore({ client: { maxPoolSize: WRITERS * 2, retryWrites: true } })
})
afterAll(() => running.stop())

function storePid(): number {
  const found = execFileSync('pgrep', ['-P', String(process.pid), '-f', running.store.socketPath])
    .toString()
    .trim()
  return Number(found.split('\n')[0])
}

test(
  `acknowledged writes outlive SIGKILL at ${KILLS} random moments, and indexes equal their documents`,
  async () => {
    const log = running.db.collection('log')
    const counters = running.db.collection<{ _id: number; n: number }>('counters')
    await log.createIndexes([
      { key: { writer: 1, seq: 1 }, unique: true, name: 'seq' },
      {
        key: { writer: 1, token: 1 },
        unique: true,
        name: 'token',
        partialFilterExpression: { token: { $exists: true } },
      },
      { key: { tags: 1 }, name: 'tags' },
    ])
    const acked: Acked[] = Array.from({ length: WRITERS }, () => ({ seq: 0, increments: 0 }))
    await counters.insertMany(acked.map((_nothing, _id) => ({ _id, n: 0 })))
    let isOver = false
    const writing = together(WRITERS, async (writer) => {
      while (!isOver) await writeOnce(log, counters, writer, acked[writer]!)
    })
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400))
      const pid = storePid()
      pids.push(pid)
      process.kill(pid, 'SIGKILL')
      await until(() => !running.store.isAlive())
      await until(() => running.store.isAlive())
    }
    isOver = true
    await writing
    await expectEverythingThere(log, counters, acked)
    expect(new Set(pids).size).toBe(KILLS)
    expect((await walkDataFile(join(running.directory, 'data.mdb'))).problems).toEqual([])
  },
  KILLS * MS_PER_KILL,
)

async function writeOnce(
  log: Collection,
  counters: Collection<{ _id: number; n: number }>,
  writer: number,
  acked: Acked,
): Promise<void> {
  const seq = acked.seq + 1
  try {
    await log.insertOne({
      writer,
      seq,
      token: new ObjectId().toHexString(),
      tags: [seq % 3, seq % 5],
      text: 'x'.repeat(seq % 700),
    })
  } catch (error) {
    // A duplicate of one's own number says that the write before the crash is there.
    if (!(error instanceof MongoServerError && error.code === 11000)) return
  }
  acked.seq = seq
  try {
    await counters.updateOne({ _id: writer }, { $inc: { n: 1 } })
    acked.increments++
  } catch {
    // Not acknowledged: it may have happened once or not at all.
    acked.increments = (await counters.findOne({ _id: writer }).catch(() => undefined))?.n ?? acked.increments
  }
}

async function expectEverythingThere(
  log: Collection,
  counters: Collection<{ _id: number; n: number }>,
  acked: Acked[],
): Promise<void> {
  for (const [writer, { seq, increments }] of acked.entries()) {
    const seqs = (await log.find({ writer }).sort({ seq: 1 }).toArray()).map((entry) => entry['seq'] as number)
    expect(seqs).toEqual(Array.from({ length: seq }, (_nothing, at) => at + 1))
    expect((await counters.findOne({ _id: writer }))!.n).toBe(increments)
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
