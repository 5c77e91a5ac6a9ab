import { changedFields, findElement, type RawValue } from '../bson/raw.js'
import { BsonType } from '../bson/bson-type.js'
import { NULL_VALUE } from '../bson/value.js'
import { indexKeys, type IndexKey } from '../keys/index-keys.js'
import { KeyWriter } from '../keys/key-writer.js'
import { writeValueKey } from '../keys/value-key.js'
import { matches } from '../query/match.js'
import { StoreError } from '../store-error.js'
import type { Catalog, Collection, Index } from './catalog.js'
import { duplicateKey } from './duplicate-key.js'
import { MAX_KEY_BYTES, type Engine } from './engine.js'
import { openDocument, openPointer, sealDocument, sealPointer } from './record.js'

const ID = Buffer.from('_id')
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
const writer = new KeyWriter()

/** The keys that one document has, or is to have, in one index. */
interface IndexedKeys {
  readonly index: Index
  readonly keys: readonly IndexKey[]
  readonly multikey: readonly boolean[]
}

/** Puts, replaces and removes documents together with their index entries. Every check of a document comes before its first put. */
export class Documents {
  constructor(
    private readonly engine: Engine,
    private readonly catalog: Catalog,
  ) {}

  /** The document under a key. */
  read(key: Buffer): Buffer | undefined {
    const record = this.engine.get(key)
    return record && openDocument(key, record)
  }

  /** @throws StoreError 11000 and others; then nothing was written */
  insert(collection: Collection, document: Buffer): void {
    requireSize(document)
    const id = requireId(document)
    const key = documentKey(collection.id, id)
    if (this.engine.has(key)) throw duplicateKey(collection, '_id_', [['_id', 1]], [id])
    const indexed = collection.indexes.map((index) => keysIn(index, document))
    for (const keys of indexed) this.requireFree(collection, keys, key, undefined)
    this.engine.put(key, sealDocument(key, document))
    for (const { index, keys, multikey } of indexed) {
      for (const entry of keys) this.putEntry(index, entry, key)
      this.catalog.markMultikey(collection, index, multikey)
    }
  }

  /** Replaces a document by another with the same `_id`. */
  replace(collection: Collection, key: Buffer, before: Buffer, after: Buffer): void {
    requireSize(after)
    const changed = changedFields(before, after)
    const changes = collection.indexes
      .filter(({ readsOnly }) => !changed || !readsOnly || [...changed].some((name) => readsOnly.has(name)))
      .map((index) => changeOf(keysIn(index, before), keysIn(index, after)))
    for (const { added, index, multikey } of changes)
      this.requireFree(collection, { index, keys: added, multikey }, key, key)
    this.engine.put(key, sealDocument(key, after))
    for (const { index, added, removed, multikey } of changes) {
      for (const entry of removed) this.engine.remove(entryKey(index, entry, key))
      for (const entry of added) this.putEntry(index, entry, key)
      this.catalog.markMultikey(collection, index, multikey)
    }
  }

  remove(collection: Collection, key: Buffer, document: Buffer): void {
    for (const index of collection.indexes) {
      for (const entry of keysIn(index, document).keys) this.engine.remove(entryKey(index, entry, key))
    }
    this.engine.remove(key)
  }

  /** Adds the entries of a document that is there already to a new index. */
  addToIndex(collection: Collection, index: Index, key: Buffer, document: Buffer): void {
    const keys = keysIn(index, document)
    this.requireFree(collection, keys, key, key)
    for (const entry of keys.keys) this.putEntry(index, entry, key)
    this.catalog.markMultikey(collection, index, keys.multikey)
  }

  private putEntry(index: Index, entry: IndexKey, documentKey: Buffer): void {
    const key = entryKey(index, entry, documentKey)
    this.engine.put(key, sealPointer(key, documentKey))
  }

  private requireFree(
    collection: Collection,
    { index, keys }: IndexedKeys,
    key: Buffer,
    own: Buffer | undefined,
  ): void {
    for (const entry of keys) {
      if (entryKey(index, entry, key).length > MAX_KEY_BYTES)
        throw new StoreError(
          17280,
          `the key of index ${index.name} is longer than ${MAX_KEY_BYTES} bytes, which is the embedded store's limit`,
        )
      if (!index.isUnique) continue
      const pointer = this.engine.get(entry.bytes)
      if (!pointer || (own && openPointer(entry.bytes, pointer).equals(own))) continue
      throw duplicateKey(
        collection,
        index.name,
        index.fields.map(({ path, direction }) => [path, direction]),
        entry.values,
      )
    }
  }
}

/** The keys of a document in an index; none when the index does not take it (partial, sparse). */
export function keysIn(index: Index, document: Buffer): IndexedKeys {
  const none = { index, keys: [], multikey: [] }
  if (index.partial && !matches(index.partial, document)) return none
  const { keys, multikey, hasAny } = indexKeys(document, index.id, index.fields)
  return index.isSparse && !hasAny ? none : { index, keys, multikey }
}

/** Where an index entry lies: a unique one under its values alone, another under its values and its document. */
export function entryKey(index: Index, entry: IndexKey, key: Buffer): Buffer {
  return index.isUnique ? entry.bytes : Buffer.concat([entry.bytes, key.subarray(4)])
}

function changeOf(before: IndexedKeys, after: IndexedKeys) {
  const had = new Set(before.keys.map(({ bytes }) => bytes.toString('latin1')))
  const has = new Set(after.keys.map(({ bytes }) => bytes.toString('latin1')))
  return {
    index: after.index,
    multikey: after.multikey,
    removed: before.keys.filter(({ bytes }) => !has.has(bytes.toString('latin1'))),
    added: after.keys.filter(({ bytes }) => !had.has(bytes.toString('latin1'))),
  }
}

/** The key of a document: its collection's number, then its `_id`. */
export function documentKey(collectionId: number, id: RawValue): Buffer {
  writer.length = 0
  writer.uint32(collectionId)
  writeValueKey(writer, id)
  return writer.take()
}

/** The `_id` of a document that must have one. @throws StoreError when it is no possible `_id` */
export function requireId(document: Buffer): RawValue {
  const id = findElement(document, 0, ID) ?? NULL_VALUE
  if (id.type === BsonType.array || id.type === BsonType.regex)
    throw new StoreError(2, `can't use ${id.type === BsonType.array ? 'an array' : 'a regex'} for _id`)
  return id
}

function requireSize(document: Buffer): void {
  if (document.length > MAX_DOCUMENT_BYTES)
    throw new StoreError(
      10334,
      `BSONObj size: ${document.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
    )
}
