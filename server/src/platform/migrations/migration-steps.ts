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
    backfill: async (collection, lacking) => {
      let after = positions.of(collection) ?? FIRST
      for (;;) {
        const documents = await pageAfter(mongo, collection, after)
        const last = documents.at(-1)
        if (last === undefined) return
        await writeLacking(mongo.collection(collection), documents, lacking)
        after = String(last['_id'])
        await positions.reach(collection, after)
      }
    },
    readAll: (collection) => {
      const all = { _id: { $gt: mongo.objectId(FIRST) } }
      return mongo.collection(collection).find(all, { comment: COMMENT }).sort({ _id: 1 }).toArray()
    },
  }
}

/** In the order of _id, which is an ObjectId in every collection that is filled up. */
function pageAfter(mongo: MongoConnection, collection: string, after: string): Promise<AnyDocument[]> {
  const filter = { _id: { $gt: mongo.objectId(after) } }
  return mongo.collection(collection).find(filter, { comment: COMMENT }).sort({ _id: 1 }).limit(AT_ONCE).toArray()
}

async function writeLacking(
  collection: ReturnType<MongoConnection['collection']>,
  documents: AnyDocument[],
  lacking: (document: AnyDocument) => AnyDocument | null,
): Promise<void> {
  const updates = documents.flatMap((document) => {
    const absent = Object.entries(lacking(document) ?? {}).filter(([field]) => document[field] === undefined)
    const { _id, tenantId } = document as { _id: ReturnType<MongoConnection['objectId']>; tenantId: unknown }
    return absent.map(([field, value]) => ({
      updateOne: { filter: { _id, tenantId, [field]: { $exists: false } }, update: { $set: { [field]: value } } },
    }))
  })
  if (updates.length > 0) await collection.bulkWrite(updates, { ordered: false })
}
