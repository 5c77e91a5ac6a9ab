import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../src/index.js'
import { walkDataFile } from '../src/process/walk-data-file.js'
import { runStore, SCALE, temporaryFolder, together } from './running-store.js'

const DOCUMENTS = 3_000

let sound: string
const folders: string[] = []

beforeAll(async () => {
  sound = temporaryFolder()
  const running = await runStore({ directory: sound })
  const items = running.db.collection('items')
  await items.createIndex({ n: 1 }, { name: 'n' })
  await items.insertMany(Array.from({ length: DOCUMENTS }, (_nothing, n) => ({ n, text: `${n}`.repeat(20) })))
  await running.client.close()
  await running.store.stop()
})
afterAll(() => [sound, ...folders].forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function copyOfSound(): string {
  const folder = temporaryFolder()
  folders.push(folder)
  cpSync(sound, folder, { recursive: true })
  return folder
}

async function refusalOf(directory: string): Promise<string> {
  try {
    const store = await startEmbeddedStore({ directory, lockWaitMs: 300 })
    await store.stop()
    return 'started'
  } catch (error) {
    return (error as Error).message
  }
}

test('a truncated file is refused with one sentence', async () => {
  const folder = copyOfSound()
  const file = join(folder, 'data.mdb')
  truncateSync(file, Math.floor(statSync(file).size / 2))
  expect(await refusalOf(folder)).toMatch(
    /^The data file .*data\.mdb is damaged: it is shorter than its header says\. Restore a backup\.$/,
  )
})

test('a file that is none of ours is refused', async () => {
  const folder = copyOfSound()
  writeFileSync(join(folder, 'data.mdb'), Buffer.alloc(100_000, 7))
  expect(await refusalOf(folder)).toMatch(/is damaged: its header is not that of a data file/)
})

test('a newer format is refused', async () => {
  const folder = copyOfSound()
  writeFileSync(join(folder, 'FORMAT'), '99\n')
  expect(await refusalOf(folder)).toMatch(/has format 99, newer than format 1/)
})

test('a folder that another process uses is refused, and free again once that one is gone', async () => {
  const folder = copyOfSound()
  const first = await startEmbeddedStore({ directory: folder })
  expect(await refusalOf(folder)).toMatch(/is in use by another process/)
  await first.stop()
  expect(await refusalOf(folder)).toBe('started')
})

test('a folder that cannot be written is refused', async () => {
  const folder = join(copyOfSound(), 'file')
  writeFileSync(folder, 'not a folder')
  expect(await refusalOf(folder)).toMatch(/cannot be written/)
})

test('a read-only folder is refused, and opens once it can be written', async () => {
  const disk = copyOfSound()
  const isRoot = process.getuid?.() === 0
  // Root may write to a folder that says otherwise, but not to a disk that is mounted read-only.
  if (isRoot) {
    execFileSync('mount', ['--bind', disk, disk])
    execFileSync('mount', ['-o', 'remount,bind,ro', disk])
  } else chmodSync(disk, 0o500)
  try {
    expect(await refusalOf(disk)).toMatch(/^The data folder .* cannot be written: .*\.$/)
  } finally {
    if (isRoot) execFileSync('umount', ['-l', disk])
    else chmodSync(disk, 0o700)
  }
  expect(await refusalOf(disk)).toBe('started')
})

test('flipped bits are never served as truth: an error, a refusal, or the right documents', async () => {
  for (let round = 0; round < 6 * SCALE; round++) {
    const folder = copyOfSound()
    const file = join(folder, 'data.mdb')
    flip(file, 8192 + Math.floor(((statSync(file).size - 8192) * (round + 0.5)) / (6 * SCALE)))
    const outcome = await readEverything(folder)
    if (outcome.kind === 'documents') for (const { n, text } of outcome.documents) expect(text).toBe(`${n}`.repeat(20))
  }
})

test('verify names a changed document', async () => {
  const folder = copyOfSound()
  const file = join(folder, 'data.mdb')
  expect((await walkDataFile(file)).problems).toEqual([])
  const bytes = readFileSync(file)
  flip(file, bytes.indexOf('2222'.repeat(10)))
  expect((await walkDataFile(file)).problems.join()).toMatch(/does not fit its checksum/)
})

function flip(file: string, at: number): void {
  const descriptor = openSync(file, 'r+')
  const byte = Buffer.alloc(1)
  readSync(descriptor, byte, 0, 1, at)
  writeSync(descriptor, Buffer.from([byte[0]! ^ 0x10]), 0, 1, at)
  closeSync(descriptor)
}

type Outcome = { kind: 'refused' | 'error' } | { kind: 'documents'; documents: { n: number; text: string }[] }

async function readEverything(directory: string): Promise<Outcome> {
  let store
  try {
    store = await startEmbeddedStore({ directory })
  } catch {
    return { kind: 'refused' }
  }
  const client = new MongoClient(store.uri, { serverSelectionTimeoutMS: 3_000 })
  try {
    const found = await client
      .db('test')
      .collection<{ n: number; text: string }>('items')
      .find({ n: { $gte: 0 } })
      .sort({ n: 1 })
      .toArray()
    return { kind: 'documents', documents: found }
  } catch {
    return { kind: 'error' }
  } finally {
    await client.close()
    await store.stop()
  }
}

const canMount = process.getuid?.() === 0 && process.platform === 'linux'
const onSmallDisk = canMount ? test : test.skip

onSmallDisk(
  'a full disk is said, nothing is acknowledged falsely, and writing goes on once there is room (needs root for a small tmpfs)',
  async () => {
    const disk = temporaryFolder()
    folders.push(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk])
    try {
      const directory = join(disk, 'data')
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))
      const running = await runStore({ directory, client: { retryWrites: false } })
      const items = running.db.collection<{ _id: number; text: string }>('items')
      const acked = new Set<number>()
      const errors: string[] = []
      await together(4, async (writer) => {
        for (let at = 0; at < 60; at++) {
          const _id = writer * 1000 + at
          await items.insertOne({ _id, text: 'x'.repeat(30_000) }).then(
            () => acked.add(_id),
            (error: Error) => errors.push(error.message),
          )
        }
      })
      expect(errors.length).toBeGreaterThan(0)
      expect(errors.every((message) => message.includes('disk of the embedded store is full'))).toBe(true)
      rmSync(ballast)
      await items.insertOne({ _id: -1, text: 'room again' })
      const there = new Set((await items.find().toArray()).map(({ _id }) => _id))
      expect([...acked].filter((_id) => !there.has(_id))).toEqual([])
      expect(there.size).toBe(acked.size + 1)
      await running.stop()
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  },
)
