import type { Store } from '../store.js'
import { requireDatabaseName } from '../storage/namespace.js'
import { countAll } from '../query/execute.js'
import { ok } from '../wire/reply.js'
import type { Command } from './command.js'

/** What is said to drivers: a one-member replica set, because they retry writes on nothing less. The wire version is MongoDB 6.0's. */
const WIRE_VERSION = 17
const SET_NAME = 'embedded'
const SELF = 'embedded:27017'

const hello: Command = {
  fields: [
    'helloOk',
    'client',
    'compression',
    'hello',
    'topologyVersion',
    'maxAwaitTimeMS',
    'loadBalanced',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'backpressure',
  ],
  run(_store, request) {
    const isLegacy = request.name !== 'hello'
    return ok({
      ...(isLegacy ? { ismaster: true } : { isWritablePrimary: true }),
      helloOk: true,
      secondary: false,
      setName: SET_NAME,
      setVersion: 1,
      hosts: [SELF],
      primary: SELF,
      me: SELF,
      maxBsonObjectSize: 16 * 1024 * 1024,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      minWireVersion: 0,
      maxWireVersion: WIRE_VERSION,
      readOnly: false,
      ...(request.raw('saslSupportedMechs') && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    })
  },
}

const ping: Command = { fields: [], run: () => ok() }

const buildInfo: Command = {
  fields: [],
  run: () =>
    ok({
      version: '6.0.0',
      versionArray: [6, 0, 0, 0],
      gitVersion: 'embedded',
      modules: [],
      bits: 64,
      maxBsonObjectSize: 16 * 1024 * 1024,
      storageEngines: ['embedded'],
    }),
}

const endSessions: Command = { fields: [], run: () => ok() }

const listDatabases: Command = {
  fields: ['nameOnly', 'filter', 'authorizedDatabases'],
  refused: { filter: 'a filter on listDatabases' },
  run(store, request) {
    const names = [...new Set(store.catalog.all().map(({ namespace }) => namespace.database))].sort()
    if (request.flag('nameOnly')) return ok({ databases: names.map((name) => ({ name })) })
    const size = store.engine.fileSize()
    return ok({
      databases: names.map((name) => ({ name, sizeOnDisk: size, empty: false })),
      totalSize: size,
      totalSizeMb: Math.ceil(size / 1_000_000),
    })
  },
}

const dropDatabase: Command = {
  fields: [],
  async run(store, request) {
    requireDatabaseName(request.database)
    const reply = await store.engine.write(() => {
      const collections = store.catalog.inDatabase(request.database)
      for (const collection of collections) dropCollection(store, collection)
      return ok(collections.length > 0 ? { dropped: request.database } : {})
    })
    collectGarbage(store)
    return reply
  },
}

/** Forgets a collection; its keys are removed bit by bit afterwards. Only inside a write job. */
export function dropCollection(store: Store, collection: Parameters<Store['catalog']['remove']>[0]): void {
  store.garbage.note(collection.id)
  for (const index of collection.indexes) store.garbage.note(index.id)
  store.catalog.remove(collection)
}

/** Starts the removal of what was dropped; a failure is met again at the next start. */
export function collectGarbage(store: Store): void {
  store.garbage.collect().catch(() => {})
}

const dbStats: Command = {
  fields: ['scale', 'freeStorage'],
  run(store, request) {
    const collections = store.catalog.inDatabase(request.database)
    const objects = collections.reduce((sum, collection) => sum + countAll(store.engine, collection), 0)
    const indexes = collections.reduce((sum, collection) => sum + collection.indexes.length + 1, 0)
    return ok({
      db: request.database,
      collections: collections.length,
      views: 0,
      objects,
      indexes,
      fsUsedSize: store.engine.fileSize(),
    })
  },
}

const getParameter: Command = {
  fields: ['featureCompatibilityVersion', 'allParameters'],
  run: () => ok({ featureCompatibilityVersion: { version: '6.0' } }),
}
const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ok({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] } }),
}

export const serverCommands: Readonly<Record<string, Command>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  endSessions,
  listDatabases,
  dropDatabase,
  dbStats,
  dbstats: dbStats,
  getParameter,
  connectionStatus,
}
