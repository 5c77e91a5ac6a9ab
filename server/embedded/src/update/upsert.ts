import { ObjectId } from 'bson'
import { BsonType } from '../bson/bson-type.js'
import { closeDocument, openDocumentNode } from '../bson/node.js'
import { elementsOf, findElement, type RawValue } from '../bson/raw.js'
import { BsonWriter } from '../bson/writer.js'
import type { Filter } from '../query/filter.js'
import { StoreError } from '../store-error.js'
import type { Update } from './update.js'
import { changeAt, type UpdateContext } from './update-path.js'

const ID = Buffer.from('_id')
const EMPTY = Buffer.from([5, 0, 0, 0, 0])

/** The document that an upsert inserts: what the filter says by equality, then the update, then an `_id` if there is none. */
export function documentToUpsert(filter: Filter, update: Update, context: UpdateContext): Buffer {
  const base = update.isReplacement ? idOnly(filter) : fromEqualities(filter)
  return withIdFirst(update.apply(base, context))
}

function equalities(filter: Filter): [string, RawValue][] {
  return filter.fields.flatMap(({ path, conditions }) =>
    conditions.flatMap(({ isNegated, predicates }) =>
      isNegated
        ? []
        : predicates.flatMap((predicate): [string, RawValue][] =>
            predicate.kind === 'eq' ? [[path.text, predicate.operand]] : [],
          ),
    ),
  )
}

function idOnly(filter: Filter): Buffer {
  const id = equalities(filter).find(([path]) => path === '_id')
  return id ? new BsonWriter().value('_id', id[1]).finish() : EMPTY
}

function fromEqualities(filter: Filter): Buffer {
  const root = openDocumentNode(EMPTY)
  const seen = new Set<string>()
  for (const [path, value] of equalities(filter)) {
    if (seen.has(path)) throw new StoreError(54, `cannot infer query fields to set, path '${path}' is matched twice`)
    seen.add(path)
    const walk = { path, parts: path.split('.'), creates: true, change: () => value }
    changeAt(root, walk, { position: undefined, arrayFilters: new Map(), isInsert: true, now: 0 })
  }
  return closeDocument(root)
}

/** The document with its `_id` as the first field, made up when missing. */
export function withIdFirst(document: Buffer): Buffer {
  const isFirst =
    document[4] !== 0 && document[5] === 0x5f && document[6] === 0x69 && document[7] === 0x64 && document[8] === 0
  if (isFirst) return document
  const writer = new BsonWriter().value('_id', findElement(document, 0, ID) ?? newObjectId())
  for (const [name, value] of elementsOf(document)) if (name !== '_id') writer.value(name, value)
  return writer.finish()
}

function newObjectId(): RawValue {
  return { type: BsonType.objectId, bytes: Buffer.from(new ObjectId().id), start: 0, end: 12 }
}
