import { documentValue } from '../bson/raw.js'
import { BsonType } from '../bson/bson-type.js'
import { bytesOf } from '../query/bounds.js'
import { Tag, valueKey } from '../keys/value-key.js'
import { afterPrefix } from '../keys/key-writer.js'
import { visitPath, parsePath } from '../query/path.js'
import { dateValue } from '../update/arithmetic.js'
import type { Store } from '../store.js'
import type { Collection, Index } from './catalog.js'
import { openPointer } from './record.js'

const REMOVED_PER_JOB = 500

/** Removes the documents whose date in a TTL index has passed, in small write jobs. */
export async function removeExpired(store: Store, now: number): Promise<number> {
  let removed = 0
  for (const collection of store.catalog.all()) {
    for (const { expireAfterSeconds, id } of collection.indexes) {
      if (expireAfterSeconds === undefined) continue
      const until = now - expireAfterSeconds * 1000
      for (let count = REMOVED_PER_JOB; count === REMOVED_PER_JOB; removed += count)
        count = await store.engine.write(() => removeSome(store, collection, id, until))
    }
  }
  return removed
}

function removeSome(store: Store, { namespace, id: collectionId }: Collection, indexId: number, until: number): number {
  const collection = store.catalog.find(namespace)
  const index = collection?.indexes.find(({ id }) => id === indexId)
  if (!collection || collection.id !== collectionId || !index) return 0
  const keys = expiredKeys(store, index, until)
  let removed = 0
  for (const key of keys) {
    const document = store.documents.read(key)
    if (!document || !isExpired(document, index, until)) continue
    store.documents.remove(collection, key, document)
    removed++
  }
  return removed
}

function expiredKeys(store: Store, index: Index, until: number): Buffer[] {
  const date = valueKey(dateValue(Math.floor(until)))
  const interval = {
    lower: { bytes: Buffer.from([Tag.date]), isIncluded: true },
    upper: { bytes: date, isIncluded: true },
    isPoint: false,
  }
  const { start, end } = bytesOf(interval, index.fields[0]!.direction)
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(index.id)
  const range = {
    start: Buffer.concat([prefix, start]),
    end: end.length > 0 ? Buffer.concat([prefix, end]) : afterPrefix(prefix)!,
  }
  return store.engine
    .entries({ ...range, limit: REMOVED_PER_JOB })
    .map(({ key, value }) => Buffer.from(openPointer(key, value)))
}

function isExpired(document: Buffer, index: Index, until: number): boolean {
  return visitPath(
    documentValue(document),
    parsePath(index.fields[0]!.path),
    (value) => value?.type === BsonType.date && Number(value.bytes.readBigInt64LE(value.start)) <= until,
  )
}
