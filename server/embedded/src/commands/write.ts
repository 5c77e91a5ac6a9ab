import { BSON } from 'bson'
import { BsonType } from '../bson/bson-type.js'
import { InvalidBsonError, slice } from '../bson/raw.js'
import { rawDocument } from '../bson/value.js'
import { requireNamespace, type Namespace } from '../storage/namespace.js'
import { notSupported, StoreError } from '../store-error.js'
import type { Store } from '../store.js'
import { withIdFirst } from '../update/upsert.js'
import { asStoreError, ok, writeError } from '../wire/reply.js'
import type { Request } from '../wire/request.js'
import type { Command } from './command.js'
import { deleteDocuments, readStatement, updateDocuments, type Statement } from './statements.js'

/** Runs a write as one job: once for each retry number, answered when durable. */
export function writeOnce(store: Store, request: Request, run: () => Buffer): Promise<Buffer> {
  const retry = request.retry
  return store.engine.write(() => store.retries.once(retry, run))
}

/** Runs each statement; collects the errors that belong to one statement and stops at the first unless unordered. */
function eachStatement<T>(
  items: readonly T[],
  { isOrdered }: { isOrdered: boolean },
  run: (item: T, index: number) => void,
): Record<string, unknown>[] {
  const errors: Record<string, unknown>[] = []
  for (const [index, item] of items.entries()) {
    try {
      run(item, index)
    } catch (error) {
      if (!(error instanceof StoreError) && !(error instanceof InvalidBsonError)) throw error
      errors.push(writeError(index, asStoreError(error)))
      if (isOrdered) break
    }
  }
  return errors
}

function requireSome(items: readonly unknown[]): void {
  if (items.length < 1 || items.length > 100_000)
    throw new StoreError(16, `Write batch sizes must be between 1 and 100000. Got ${items.length} operations.`)
}

const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const documents = request.documents('documents')
    requireSome(documents)
    const isOrdered = request.flag('ordered', { otherwise: true })
    return writeOnce(store, request, () => {
      const collection = store.collectionForWrite(namespace)
      let count = 0
      const errors = eachStatement(documents, { isOrdered }, (document) => {
        store.documents.insert(collection, withIdFirst(slice(document)))
        count++
      })
      return errors.length > 0 ? ok({ n: count, writeErrors: errors }) : ok({ n: count })
    })
  },
}

const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  refused: { let: 'let variables' },
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const updates = request.documents('updates')
    requireSome(updates)
    const isOrdered = request.flag('ordered', { otherwise: true })
    return writeOnce(store, request, () => {
      const total = { n: 0, nModified: 0, upserted: [] as { index: number; _id: unknown }[] }
      const errors = eachStatement(updates, { isOrdered }, (raw, index) => {
        const outcome = updateDocuments(store, namespace, readStatement(raw))
        total.n += outcome.upsertedId === undefined ? outcome.matched : 1
        total.nModified += outcome.modified
        if (outcome.upsertedId !== undefined) total.upserted.push({ index, _id: outcome.upsertedId })
      })
      const { upserted, ...counts } = total
      return ok({
        ...counts,
        ...(upserted.length > 0 && { upserted }),
        ...(errors.length > 0 && { writeErrors: errors }),
      })
    })
  },
}

const remove: Command = {
  fields: ['deletes', 'ordered', 'let'],
  refused: { let: 'let variables' },
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const deletes = request.documents('deletes')
    requireSome(deletes)
    const isOrdered = request.flag('ordered', { otherwise: true })
    return writeOnce(store, request, () => {
      let count = 0
      const errors = eachStatement(deletes, { isOrdered }, (raw) => {
        count += deleteDocuments(store, namespace, readStatement(raw))
      })
      return ok({ n: count, ...(errors.length > 0 && { writeErrors: errors }) })
    })
  },
}

const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'bypassDocumentValidation',
    'let',
  ],
  refused: { let: 'let variables' },
  run(store, request) {
    const namespace = requireNamespace(request.database, request.target)
    const statement = readFindAndModify(request)
    return writeOnce(store, request, () => findAndModifyOne(store, namespace, statement))
  },
}

interface FindAndModify extends Statement {
  readonly isRemove: boolean
  readonly returnsNew: boolean
}

function readFindAndModify(request: Request): FindAndModify {
  const isRemove = request.flag('remove')
  const update = request.raw('update')
  if (isRemove === (update !== undefined))
    throw new StoreError(
      9,
      isRemove ? 'Cannot specify both an update and remove=true' : 'Either an update or remove=true must be specified',
    )
  if (isRemove && (request.flag('new') || request.flag('upsert')))
    throw new StoreError(9, 'Cannot specify new=true or upsert=true with remove=true')
  if (request.raw('hint')) throw notSupported('a hint on findAndModify')
  const statement = rawDocument({})
  const base = readStatement({ type: BsonType.document, bytes: statement, start: 0, end: statement.length }, request)
  return { ...base, isRemove, returnsNew: request.flag('new') }
}

function findAndModifyOne(store: Store, namespace: Namespace, statement: FindAndModify): Buffer {
  if (statement.isRemove) {
    const removed: Buffer[] = []
    deleteDocuments(store, namespace, { ...statement, isMulti: false }, (document) => removed.push(document))
    return modifyReply({ n: removed.length }, shown(removed[0], statement))
  }
  const outcome = updateDocuments(store, namespace, { ...statement, isMulti: false })
  const isUpsert = outcome.upsertedId !== undefined
  const counts = {
    n: isUpsert ? 1 : outcome.matched,
    updatedExisting: outcome.matched > 0,
    ...(isUpsert && { upserted: outcome.upsertedId }),
  }
  return modifyReply(counts, shown(statement.returnsNew ? outcome.after : outcome.before, statement))
}

function shown(document: Buffer | undefined, { projection }: Statement): Buffer | undefined {
  return document && projection ? projection(document) : document
}

function modifyReply(lastErrorObject: Record<string, unknown>, document: Buffer | undefined): Buffer {
  return ok({ lastErrorObject, value: document ? BSON.deserialize(document, { promoteValues: false }) : null })
}

export const writeCommands: Readonly<Record<string, Command>> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
}
