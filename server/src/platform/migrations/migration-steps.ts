import type { MongoConnection } from '../mongo/connection.js'
import type { AnyDocument, MigrationSteps } from './migration.js'

const AT_ONCE = 500
/** Below every id. */
const FIRST = '0'.repeat(24)
const COMMENT = 'every tenant: the format of the store is the same for all'

/** Where a step has come to, kept over a kill; the id of the last document that it is through with. */
export interface Positions {
  of: (step: string) => string | undefined
  reach: (step: string, position: string) => Promise<void>
}

/** The steps on a store. `positions.reach` rejects once another node has taken over. */
export function stepsOn(mongo: MongoConnection, positions: Positions): MigrationSteps {
  return {
    dropIndex: async (collection, index) => {
      if (!(await mongo.hasCollection(collection))) return
      const indexes = await mongo.collection(collection).indexes()
      if (indexes.some(({ name }) => name === index)) await mongo.collection(collection).dropIndex(index)
    },
    backfill: (collection, lacking) =>
      eachPage({ mongo, positions, collection, step: collection }, (documents) =>
        writeLacking(mongo.collection(collection), documents, lacking),
      ),
    dropField: (collection, field) =>
      eachPage({ mongo, positions, collection, step: `${collection} without ${field}` }, (documents) =>
        writeWithout(mongo.collection(collection), documents, field),
      ),
    readAll: (collection) => {
      const all = { _id: { $gt: mongo.objectId(FIRST) } }
      return mongo.collection(collection).find(all, { comment: COMMENT }).sort({ _id: 1 }).toArray()
    },
  }
}

interface Pass {
  mongo: MongoConnection
  positions: Positions
  collection: string
  /** What its position is kept by. */
  step: string
}

/** Works on all documents of a collection, a page at a time, from where a killed node stopped. */
async function eachPage(pass: Pass, work: (documents: AnyDocument[]) => Promise<void>): Promise<void> {
  const { mongo, positions, collection, step } = pass
  let after = positions.of(step) ?? FIRST
  for (;;) {
    const documents = await pageAfter(mongo, collection, after)
    const last = documents.at(-1)
    if (last === undefined) return
    await work(documents)
    after = String(last['_id'])
    await positions.reach(step, after)
  }
}

/** In the order of _id, which is an ObjectId in every collection that is filled up. */
function pageAfter(mongo: MongoConnection, collection: string, after: string): Promise<AnyDocument[]> {
  const filter = { _id: { $gt: mongo.objectId(after) } }
  return mongo.collection(collection).find(filter, { comment: COMMENT }).sort({ _id: 1 }).limit(AT_ONCE).toArray()
}

type Collection = ReturnType<MongoConnection['collection']>

async function writeWithout(collection: Collection, documents: AnyDocument[], field: string): Promise<void> {
  const updates = documents
    .filter((document) => document[field] !== undefined)
    .map((document) => ({ updateOne: { filter: keyOf(document), update: { $unset: { [field]: '' } } } }))
  if (updates.length > 0) await collection.bulkWrite(updates, { ordered: false })
}

async function writeLacking(
  collection: Collection,
  documents: AnyDocument[],
  lacking: (document: AnyDocument) => AnyDocument | null,
): Promise<void> {
  const updates = documents.flatMap((document) => {
    const absent = Object.entries(lacking(document) ?? {}).filter(([field]) => document[field] === undefined)
    return absent.map(([field, value]) => ({
      updateOne: { filter: { ...keyOf(document), [field]: { $exists: false } }, update: { $set: { [field]: value } } },
    }))
  })
  if (updates.length > 0) await collection.bulkWrite(updates, { ordered: false })
}

function keyOf(document: AnyDocument): { _id: ReturnType<MongoConnection['objectId']>; tenantId: unknown } {
  const { _id, tenantId } = document as ReturnType<typeof keyOf>
  return { _id, tenantId }
}
