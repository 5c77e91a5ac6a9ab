import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { BSON, MongoClient, type Document, type IndexDescription } from 'mongodb'

/** One line of an export: a collection with its indexes, or a document of the collection named last. */
type Line = { collection: string; indexes: Document[] } | { document: Document }

const BATCH = 500
const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false } as const

/** How many collections and documents went over. */
export interface Transferred {
  readonly collections: number
  readonly documents: number
}

/**
 * Writes a database as lines of extended JSON that keep every type, through the ordinary driver: works on this store and on MongoDB alike.
 */
export async function exportDatabase(uri: string, database: string, file: string): Promise<Transferred> {
  const client = await new MongoClient(uri, EXACT).connect()
  const output = createWriteStream(file, { mode: 0o600 })
  const write = async (line: Line) => {
    if (!output.write(`${BSON.EJSON.stringify(line, { relaxed: false })}\n`)) await once(output, 'drain')
  }
  let documents = 0
  try {
    const names = (await client.db(database).listCollections({}, { nameOnly: true }).toArray())
      .map(({ name }) => name)
      .sort()
    for (const name of names) {
      const collection = client.db(database).collection(name)
      await write({ collection: name, indexes: await collection.indexes() })
      for await (const document of collection.find({})) {
        await write({ document })
        documents++
      }
    }
    return { collections: names.length, documents }
  } finally {
    output.end()
    await finished(output)
    await client.close()
  }
}

/** Reads what `exportDatabase` wrote into a database whose collections of these names must be missing or empty. Indexes come last. */
export async function importDatabase(uri: string, database: string, file: string): Promise<Transferred> {
  const client = await new MongoClient(uri, EXACT).connect()
  const db = client.db(database)
  const indexes: [string, Document[]][] = []
  let name = ''
  let batch: Document[] = []
  let documents = 0
  const flush = async () => {
    if (batch.length > 0) await db.collection(name).insertMany(batch, { writeConcern: { w: 'majority' } })
    documents += batch.length
    batch = []
  }
  try {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      const line = BSON.EJSON.parse(text, { relaxed: false }) as Line
      if ('collection' in line) {
        await flush()
        name = line.collection
        await requireEmpty(db.collection(name))
        indexes.push([name, line.indexes])
      } else if (batch.push(line.document) === BATCH) await flush()
    }
    await flush()
    for (const [collection, specs] of indexes) await createIndexes(db.collection(collection), specs)
    return { collections: indexes.length, documents }
  } finally {
    await client.close()
  }
}

type AnyCollection = ReturnType<ReturnType<MongoClient['db']>['collection']>

async function requireEmpty(collection: AnyCollection): Promise<void> {
  if (await collection.findOne({})) throw new Error(`The collection ${collection.namespace} is not empty.`)
}

async function createIndexes(collection: AnyCollection, specs: readonly Document[]): Promise<void> {
  const wanted = specs.filter(({ name }) => name !== '_id_')
  if (wanted.length === 0) return
  await collection.createIndexes(wanted.map(portable))
}

/** What an index is, without what says how one server keeps it. */
function portable(spec: Document): IndexDescription {
  const isOwn = ([option]: [string, unknown]) => !['v', 'ns', 'background', 'storageEngine'].includes(option)
  return { ...Object.fromEntries(Object.entries(spec).filter(isOwn)), key: plainKey(spec['key'] as Document) }
}

function plainKey(key: Document): Record<string, number> {
  return Object.fromEntries(Object.entries(key).map(([path, direction]) => [path, Number(direction)]))
}
