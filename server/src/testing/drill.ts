import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbeddedStore } from '@parley/embedded-store'
import mongoose from 'mongoose'
import { findBreaches } from './checker.js'
import type { Breach } from './checker.js'
import { beginVisit } from './client-connection.js'
import { eventually } from './eventually.js'
import { SimulatedContact } from './simulated-people.js'
import { COUNTED_WITHIN_MS, isCounted, readSnapshot } from './store-snapshot.js'
import type { StoreSnapshot } from './store-snapshot.js'
import { startServer } from './test-server.js'

/** Longer than what follows a write takes. */
const REST_MS = 500
const COMMAND = join(__dirname, '..', '..', 'dist', 'backup-command.js')

export interface DrillOutcome {
  documents: number
  files: number
  breaches: Breach[]
}

/**
 * Restores a backup into an empty place, starts a server on it, lets a visitor write where a channel takes visitors, and asks
 * the checker. What a backup is worth is known only then.
 * @throws when the backup cannot be restored or the server does not start on it
 */
export async function runDrill(from: string, say: (line: string) => void): Promise<DrillOutcome> {
  const place = await mkdtemp(join(tmpdir(), 'parley-drill-'))
  const store = await startEmbeddedStore({ directory: join(place, 'store') })
  const uri = store.uri.replace('/?', '/parley?')
  const environment = { DATA_DIR: place, MONGODB_URI: uri, DEMO: 'off' }
  try {
    say('restores')
    const [, documents = '0', files = '0'] =
      /(\d+) documents and (\d+) files/.exec(await restore(from, environment)) ?? []
    say('starts')
    const server = await startServer({ environment })
    try {
      const visitor = await visitorOf(uri, server.url)
      say(visitor === null ? 'no channel takes visitors' : 'a visitor writes')
      visitor?.say('a drill')
      await eventually('it is stored', () => visitor === null || visitor.outbox.all.length === 0)
      const stored = await atRest(uri)
      const histories = visitor === null ? [] : [await visitor.settle()]
      const breaches = findBreaches(histories, stored)
      visitor?.close()
      return { documents: Number(documents), files: Number(files), breaches }
    } finally {
      await server.stop()
    }
  } finally {
    await store.stop()
    await rm(place, { recursive: true, force: true })
  }
}

async function restore(from: string, environment: Record<string, string>): Promise<string> {
  const env = { PATH: process.env['PATH'], ...environment }
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'restore', '--from', from], { env })
  return stdout
}

/** The store once nothing is left half done and nobody writes: agents whose lease is in the backup are still handed chats. */
async function atRest(uri: string): Promise<StoreSnapshot> {
  let stored = await readSnapshot(uri)
  const isResting = async () => {
    const before = stored
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    stored = await readSnapshot(uri)
    return isWhole(stored) && JSON.stringify(stored) === JSON.stringify(before)
  }
  await eventually('nothing is left half done', isResting, COUNTED_WITHIN_MS)
  return stored
}

const isWhole = (store: StoreSnapshot): boolean =>
  isCounted(store) && store.conversations.every(({ state }) => state !== 'beginning')

/** Somebody new at the first channel that is open to anybody. */
async function visitorOf(uri: string, url: string): Promise<SimulatedContact | null> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const channel = await connection.collection('channels').findOne({ isEnabled: true, allowsAnonymous: true })
  await connection.close()
  if (channel === null) return null
  return SimulatedContact.connect(url, await beginVisit(url, String(channel['key'])), 'a visitor')
}
