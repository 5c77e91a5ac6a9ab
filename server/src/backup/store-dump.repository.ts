import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { mongo } from 'mongoose'

/** What a dump holds. */
export interface Dumped {
  storeFormat: number
  /** Documents by collection. */
  documents: Record<string, number>
}

type AnyDocument = Record<string, unknown> & { _id: unknown }

const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false } as const
/** Nodes that are alive now are not when the backup is used: instead of their leases it holds one that has run out. */
const LEASES = 'nodeLeases'
/** Counts that were read a moment later than what they count would be wrong: they are made anew of conversations that say so. */
const COUNTED = { names: ['inboxCounts', 'inboxCountBatches'], fields: ['counted', 'countedIn'], isUncounted: true }
/** The log comes after what it is the truth of, and that after nothing that it needs. */
const FIRST = ['conversations', 'threads']
const LAST = 'entries'
/** Clocks of nodes differ by less. */
const MARGIN_MS = 60_000

/**
 * Writes a database as lines of extended JSON that keep every type, by the ordinary driver, while people write. What comes later
 * may be referred to by what came before, never the other way round: so a conversation that is older than its log is brought
 * up to date at the next start, as after a crash, and what began meanwhile is left out whole.
 */
export async function dumpStore(uri: string, database: string, file: string): Promise<Dumped> {
  const client = await new mongo.MongoClient(uri, EXACT).connect()
  const output = createWriteStream(file, { mode: 0o600 })
  const write = async (line: object) => {
    if (!output.write(`${mongo.BSON.EJSON.stringify(line, { relaxed: false })}\n`)) await once(output, 'drain')
  }
  try {
    const db = client.db(database)
    const begunAt = new Date()
    const documents: Record<string, number> = {}
    const conversations = new Set<string>()
    for (const name of await namesOf(db)) {
      const collection = db.collection<AnyDocument>(name)
      await write({ collection: name, indexes: await collection.indexes() })
      const found = name === LAST ? wholeLogs(db, begunAt, conversations) : documentsOf(collection)
      documents[name] = await writeAll(found, (document) => {
        if (name !== 'conversations') return write({ document })
        conversations.add(String(document._id))
        return write({ document: uncounted(document) })
      })
    }
    const lease = { _id: 'backup', lastWriteAt: new Date(begunAt.getTime() - MARGIN_MS), expiresAt: begunAt }
    await write({
      collection: LEASES,
      indexes: await db
        .collection(LEASES)
        .indexes()
        .catch(() => []),
    })
    await write({ document: lease })
    return { storeFormat: await formatOf(db), documents: { ...documents, [LEASES]: 1 } }
  } finally {
    output.end()
    await finished(output)
    await client.close()
  }
}

function uncounted(conversation: AnyDocument): AnyDocument {
  const kept = Object.entries(conversation).filter(([field]) => !COUNTED.fields.includes(field))
  const { isUncounted } = COUNTED
  return { ...(Object.fromEntries(kept) as AnyDocument), ...(conversation['state'] !== 'beginning' && { isUncounted }) }
}

/** How many it wrote. */
async function writeAll(
  found: AsyncIterable<AnyDocument>,
  write: (document: AnyDocument) => Promise<void>,
): Promise<number> {
  let count = 0
  for await (const document of found) {
    await write(document)
    count += 1
  }
  return count
}

async function namesOf(db: mongo.Db): Promise<string[]> {
  const found = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const others = found
    .filter((name) => ![...FIRST, ...COUNTED.names, LAST, LEASES].includes(name) && !name.startsWith('system.'))
    .sort()
  return [...FIRST.filter((name) => found.includes(name)), ...others, ...found.filter((name) => name === LAST)]
}

function documentsOf(collection: mongo.Collection<AnyDocument>): AsyncIterable<AnyDocument> {
  return collection.find({}).sort({ _id: 1 })
}

/** Each thread's entries up to the first that does not follow, or that begins a conversation which is not in the dump. By entries_seq. */
async function* wholeLogs(db: mongo.Db, begunAt: Date, conversations: Set<string>): AsyncIterable<AnyDocument> {
  let thread = ''
  let seq = 0
  let isOver = false
  for await (const entry of db.collection<AnyDocument>(LAST).find({}).sort({ tenantId: 1, threadId: 1, seq: 1 })) {
    const next = String(entry['threadId'])
    if (next !== thread) [thread, seq, isOver] = [next, 0, false]
    const isNew = Number(entry['createdAt']) > begunAt.getTime() - MARGIN_MS
    isOver ||= Number(entry['seq']) !== seq + 1 || (isNew && !conversations.has(String(entry['conversationId'])))
    seq += 1
    if (!isOver) yield entry
  }
}

async function formatOf(db: mongo.Db): Promise<number> {
  const format = await db.collection<{ _id: string; version: number }>('storeFormats').findOne({ _id: 'format' })
  return Number(format?.version ?? 0)
}
