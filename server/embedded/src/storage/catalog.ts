import { BSON } from 'bson'
import { indexField, type IndexField } from '../keys/index-keys.js'
import { parseFilter, type Filter } from '../query/filter.js'
import { rawDocument, rawValueOfDocument } from '../bson/value.js'
import { openDocument, sealDocument } from './record.js'
import type { Engine } from './engine.js'
import { namespaceText, type Namespace } from './namespace.js'

/** An index as it is kept and as it is used. */
export interface Index {
  readonly id: number
  readonly name: string
  readonly fields: readonly IndexField[]
  readonly isUnique: boolean
  readonly isSparse: boolean
  readonly partial: Filter | undefined
  readonly partialSource: Readonly<Record<string, unknown>> | undefined
  readonly expireAfterSeconds: number | undefined
  /** The top-level fields that decide its keys; undefined where anything may. */
  readonly readsOnly: ReadonlySet<string> | undefined
  /** Which fields have met an array in some document. */
  multikey: boolean[]
}

/** A collection: `id` prefixes its documents, which lie in the order of their `_id`. */
export interface Collection {
  readonly id: number
  readonly namespace: Namespace
  indexes: Index[]
}

/** What is stored of an index. */
export interface IndexRecord {
  id: number
  name: string
  key: [string, number][]
  unique?: boolean
  sparse?: boolean
  partialFilterExpression?: Record<string, unknown>
  expireAfterSeconds?: number
  multikey: boolean[]
}

interface CollectionRecord {
  id: number
  database: string
  collection: string
  indexes: IndexRecord[]
}

const CATALOG = Buffer.from([0, 0, 0, 0])
const CATALOG_END = Buffer.from([0, 0, 0, 1])
const COUNTER = Buffer.concat([CATALOG, Buffer.from('#')])
const FIRST_ID = 16

/** Knows which collections and indexes exist. Changes are made inside a write job and are stored with it. */
export class Catalog {
  private collections = new Map<string, Collection>()
  private nextId = FIRST_ID
  /** Rises whenever plans made before may no longer fit. */
  version = 0

  constructor(private readonly engine: Engine) {}

  /** Reads everything again from disk; also after a commit that failed, so that memory never says more than the disk. */
  load(): void {
    this.version++
    this.collections = new Map()
    for (const { key, value } of this.engine.entries({ start: CATALOG, end: CATALOG_END })) {
      const record = BSON.deserialize(openDocument(key, value))
      if (key.equals(COUNTER)) this.nextId = record['nextId'] as number
      else this.remember(collectionOf(record as unknown as CollectionRecord))
    }
  }

  find(namespace: Namespace): Collection | undefined {
    return this.collections.get(namespaceText(namespace))
  }

  all(): Collection[] {
    return [...this.collections.values()]
  }

  inDatabase(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.database === database)
  }

  create(namespace: Namespace): Collection {
    const collection: Collection = { id: this.takeId(), namespace, indexes: [] }
    this.remember(collection)
    this.save(collection)
    return collection
  }

  remove(collection: Collection): void {
    this.version++
    this.collections.delete(namespaceText(collection.namespace))
    this.engine.remove(catalogKey(collection.namespace))
  }

  addIndex(collection: Collection, record: Omit<IndexRecord, 'id' | 'multikey'>): Index {
    const index = indexOf({ ...record, id: this.takeId(), multikey: record.key.map(() => false) })
    collection.indexes = [...collection.indexes, index]
    this.save(collection)
    return index
  }

  removeIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter(({ id }) => id !== index.id)
    this.save(collection)
  }

  /** Notes that a field of an index has met an array, after which plans may no longer join bounds on it. */
  markMultikey(collection: Collection, index: Index, multikey: readonly boolean[]): void {
    if (multikey.every((isMulti, field) => !isMulti || index.multikey[field])) return
    index.multikey = index.multikey.map((was, field) => was || multikey[field]!)
    this.save(collection)
  }

  private takeId(): number {
    const id = this.nextId++
    this.engine.put(COUNTER, sealDocument(COUNTER, rawDocument({ nextId: this.nextId })))
    return id
  }

  private remember(collection: Collection): void {
    this.version++
    this.collections.set(namespaceText(collection.namespace), collection)
  }

  private save(collection: Collection): void {
    this.version++
    const key = catalogKey(collection.namespace)
    const record: CollectionRecord = {
      id: collection.id,
      ...collection.namespace,
      indexes: collection.indexes.map(recordOf),
    }
    this.engine.put(key, sealDocument(key, rawDocument(record)))
  }
}

function catalogKey({ database, collection }: Namespace): Buffer {
  return Buffer.concat([CATALOG, Buffer.from(`c${database}\0${collection}`)])
}

function collectionOf({ id, database, collection, indexes }: CollectionRecord): Collection {
  return { id, namespace: { database, collection }, indexes: indexes.map(indexOf) }
}

/** Makes an index usable from what is stored of it. */
export function indexOf(record: IndexRecord): Index {
  const partialSource = record.partialFilterExpression
  const partial = partialSource && parseFilter(rawValueOfDocument(partialSource))
  const fields = record.key.map(([path, direction]) => indexField(path, direction))
  return {
    id: record.id,
    name: record.name,
    fields,
    isUnique: record.unique ?? false,
    isSparse: record.sparse ?? false,
    partialSource,
    partial,
    readsOnly: fieldsRead(fields, partial),
    expireAfterSeconds: record.expireAfterSeconds,
    multikey: [...record.multikey],
  }
}

function fieldsRead(fields: readonly IndexField[], partial: Filter | undefined): ReadonlySet<string> | undefined {
  if (partial && partial.ors.length + partial.nors.length + partial.expressions.length > 0) return undefined
  const paths = [...fields.map(({ path }) => path), ...(partial?.fields ?? []).map(({ path }) => path.text)]
  return new Set(paths.map((path) => path.split('.')[0]!))
}

function recordOf(index: Index): IndexRecord {
  return {
    id: index.id,
    name: index.name,
    key: index.fields.map(({ path, direction }) => [path, direction]),
    unique: index.isUnique,
    sparse: index.isSparse,
    ...(index.partialSource && { partialFilterExpression: index.partialSource }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
    multikey: index.multikey,
  }
}
