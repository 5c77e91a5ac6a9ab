// A store that keeps nothing: it answers every insert of an entry at once and forgets it, so that what is measured is Parley and
// the driver. The small collections without which Parley cannot serve are held in memory. Takes the path of its socket.
import { createServer } from 'node:net'
import { deserialize, Long, ObjectId } from 'bson'
import { Collection, projected } from './collection.mjs'
import { serveSocket } from './wire.mjs'

/** The log, and what it is searched by: dropped on the floor. */
const FORGOTTEN = new Set(['entries', 'searchMessages'])
const SET = 'nothing'
const SELF = 'nothing:27017'

const collections = new Map()
function collection(name) {
  if (!collections.has(name)) collections.set(name, new Collection(() => new ObjectId()))
  return collections.get(name)
}

const hello = () => ({
  ismaster: true,
  isWritablePrimary: true,
  helloOk: true,
  secondary: false,
  setName: SET,
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
  maxWireVersion: 17,
  readOnly: false,
})

const all = (beside, listed) => (beside.length > 0 ? beside.map((bytes) => deserialize(bytes)) : listed)
const cursor = (firstBatch) => ({ cursor: { id: Long.ZERO, ns: 'parley.any', firstBatch } })

const COMMANDS = {
  hello,
  ismaster: hello,
  isMaster: hello,
  listCollections() {
    const kept = [...collections].filter(([, { documents }]) => documents.size > 0)
    return cursor(kept.map(([name]) => ({ name, type: 'collection' })))
  },
  listIndexes: () => cursor([]),
  insert({ insert: name, documents }, beside) {
    if (FORGOTTEN.has(name)) return { n: beside.length || documents.length }
    const added = all(beside, documents)
    for (const document of added) collection(name).insert(document)
    return { n: added.length }
  },
  find({ find: name, filter, sort, limit, projection }) {
    if (FORGOTTEN.has(name)) return cursor([])
    const found = collection(name).find({ filter, sort, limit: Math.abs(limit ?? 0) })
    return cursor(found.map((document) => projected(document, projection)))
  },
  update({ update: name, updates }, beside) {
    if (FORGOTTEN.has(name)) return { n: beside.length || updates.length, nModified: 0 }
    let n = 0
    const upserted = []
    for (const [index, statement] of all(beside, updates).entries()) {
      const { found, inserted } = collection(name).update(statement)
      n += found.length
      if (inserted !== null) upserted.push({ index, _id: inserted._id })
    }
    return { n, nModified: n - upserted.length, ...(upserted.length > 0 ? { upserted } : {}) }
  },
  delete({ delete: name, deletes }, beside) {
    const counts = all(beside, deletes).map(({ q, limit }) => collection(name).remove(q, limit))
    return { n: counts.reduce((sum, count) => sum + count, 0) }
  },
  findAndModify({ findAndModify: name, query, update, upsert, new: isAfter, fields }) {
    const before = isAfter ? null : (collection(name).find({ filter: query, limit: 1 })[0] ?? null)
    const copy = before && { ...before }
    const { found } = collection(name).update({ q: query, u: update, upsert })
    const value = isAfter ? (found[0] ?? null) : copy
    return { value: value && projected(value, fields), lastErrorObject: { n: found.length } }
  },
}

function answer({ command, beside }) {
  try {
    return { ...COMMANDS[Object.keys(command)[0]]?.(command, beside), ok: 1 }
  } catch (error) {
    return { ok: 0, code: 1, codeName: 'InternalError', errmsg: error.message }
  }
}

createServer((socket) => serveSocket(socket, answer)).listen(process.argv[2], () => process.send?.('listening'))
process.once('disconnect', () => process.exit(0))
