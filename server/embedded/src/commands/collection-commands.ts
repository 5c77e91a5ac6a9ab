import { BsonType } from '../bson/bson-type.js'
import { itemsOf } from '../bson/raw.js'
import { rawDocument, textOf } from '../bson/value.js'
import type { Collection, Index } from '../storage/catalog.js'
import { namespaceText, requireDatabaseName, requireNamespace } from '../storage/namespace.js'
import { parseFilter } from '../query/filter.js'
import { matches } from '../query/match.js'
import { StoreError } from '../store-error.js'
import { ok } from '../wire/reply.js'
import { firstBatch, streamOf } from './batch.js'
import type { Command } from './command.js'
import { buildIndex, readIndexSpec } from './index-spec.js'
import { collectGarbage, dropCollection } from './server-commands.js'

const create: Command = {
  fields: [
    'autoIndexId',
    'validationLevel',
    'validationAction',
    'writeConcern',
    'capped',
    'size',
    'max',
    'viewOn',
    'pipeline',
    'timeseries',
    'expireAfterSeconds',
    'validator',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
    'storageEngine',
    'indexOptionDefaults',
    'encryptedFields',
  ],
  refused: {
    capped: 'a capped collection',
    viewOn: 'a view',
    pipeline: 'a view',
    timeseries: 'a time series collection',
    expireAfterSeconds: 'a time series collection',
    validator: 'a validator ($jsonSchema)',
    clusteredIndex: 'a clustered index',
    changeStreamPreAndPostImages: 'change streams',
    storageEngine: 'storageEngine',
    indexOptionDefaults: 'indexOptionDefaults',
    encryptedFields: 'encrypted fields',
  },
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    return store.engine.write(() => {
      if (store.catalog.find(namespace))
        throw new StoreError(48, `Collection ${namespaceText(namespace)} already exists.`)
      store.catalog.create(namespace)
      return ok()
    })
  },
}

const drop: Command = {
  fields: [],
  async run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const reply = await store.engine.write(() => {
      const collection = store.catalog.find(namespace)
      if (!collection) throw new StoreError(26, 'ns not found')
      dropCollection(store, collection)
      return ok({ nIndexesWas: collection.indexes.length + 1, ns: namespaceText(namespace) })
    })
    collectGarbage(store)
    return reply
  },
}

const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(store, request) {
    requireDatabaseName(request.database)
    const filter = request.document('filter')
    const test = filter && parseFilter(filter)
    const documents = store.catalog
      .inDatabase(request.database)
      .map(({ namespace }) => namespace.collection)
      .sort()
      .map((name) =>
        rawDocument({
          name,
          type: 'collection',
          options: {},
          info: { readOnly: false },
          idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
        }),
      )
      .filter((document) => !test || matches(test, document))
    return firstBatch(store, `${request.database}.$cmd.listCollections`, streamOf(documents), { batchSize: Infinity })
  },
}

const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const specs = request
      .documents('indexes')
      .map(readIndexSpec)
      .filter((spec) => spec !== undefined)
    return store.engine.write(() => {
      const isNew = !store.catalog.find(namespace)
      const collection = store.collectionForWrite(namespace)
      const before = collection.indexes.length + 1
      for (const spec of specs) buildIndex(store, collection, spec)
      return ok({
        numIndexesBefore: before,
        numIndexesAfter: collection.indexes.length + 1,
        createdCollectionAutomatically: isNew,
      })
    })
  },
}

const dropIndexes: Command = {
  fields: ['index'],
  async run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const wanted = request.raw('index')
    const reply = await store.engine.write(() => {
      const collection = store.catalog.find(namespace)
      if (!collection) throw new StoreError(26, `ns not found ${namespaceText(namespace)}`)
      const before = collection.indexes.length + 1
      const names = wanted?.type === BsonType.array ? itemsOf(wanted).map(textOf) : [textOf(wanted)]
      const chosen = names[0] === '*' ? collection.indexes : names.map((name) => requireIndex(collection, name))
      for (const index of chosen) {
        store.garbage.note(index.id)
        store.catalog.removeIndex(collection, index)
      }
      return ok({ nIndexesWas: before })
    })
    collectGarbage(store)
    return reply
  },
}

function requireIndex(collection: Collection, name: string | undefined): Index {
  if (name === '_id_') throw new StoreError(72, 'cannot drop _id index')
  const index = collection.indexes.find((candidate) => candidate.name === name)
  if (!index) throw new StoreError(27, `index not found with name [${name}]`)
  return index
}

const listIndexes: Command = {
  fields: ['cursor', 'includeBuildUUIDs'],
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const collection = store.catalog.find(namespace)
    if (!collection) throw new StoreError(26, `ns does not exist: ${namespaceText(namespace)}`)
    const documents = [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...collection.indexes.map(describe)].map(rawDocument)
    return firstBatch(store, namespaceText(namespace), streamOf(documents), { batchSize: Infinity })
  },
}

function describe(index: Index): object {
  return {
    v: 2,
    key: Object.fromEntries(index.fields.map(({ path, direction }) => [path, direction])),
    name: index.name,
    ...(index.isUnique && { unique: true }),
    ...(index.isSparse && { sparse: true }),
    ...(index.partialSource && { partialFilterExpression: index.partialSource }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
  }
}

export const collectionCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  listCollections,
  createIndexes,
  dropIndexes,
  listIndexes,
}
