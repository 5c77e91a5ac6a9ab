import fc from 'fast-check'
import { BSON, Double, Long, ObjectId, type Collection, type Document } from 'mongodb'

/** One thing that a client does. `run` answers what it saw, in a form that can be compared. */
export interface Operation {
  readonly name: string
  readonly detail: Document
  run(collection: Collection<Document>): Promise<unknown>
}

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 4 }) },
  { weight: 3, arbitrary: fc.constantFrom('', 'a', 'b', 'ab', 'é') },
  { weight: 1, arbitrary: fc.constantFrom(1.5, -0.5, 2.25).map((number) => new Double(number)) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 3).map((number) => Long.fromNumber(number)) },
  { weight: 1, arbitrary: fc.constant(Long.fromString('9007199254740993')) },
  { weight: 1, arbitrary: fc.constantFrom(true, false) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1000, -1000).map((time) => new Date(time)) },
  { weight: 1, arbitrary: fc.constantFrom('0'.repeat(24), 'f'.repeat(24)).map((hex) => new ObjectId(hex)) },
)

const nested = fc.dictionary(fc.constantFrom('x', 'y'), scalar, { maxKeys: 2, noNullPrototype: true })
const list = fc.array(fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: nested }), { maxLength: 3 })
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: nested },
  { weight: 2, arbitrary: list },
)
const field = fc.constantFrom('a', 'b', 'c')
const path = fc.constantFrom('a', 'b', 'c', 'a.x', 'b.y', 'c.x')
/** `s` never holds an array, so that it may stand in a compound index beside a field that does. */
const queryPath = fc.oneof({ weight: 3, arbitrary: path }, { weight: 2, arbitrary: fc.constant('s') })
const id = fc.integer({ min: 0, max: 9 })

export const document = fc
  .tuple(fc.dictionary(field, value, { maxKeys: 3, noNullPrototype: true }), fc.option(scalar, { nil: undefined }))
  .map(([body, s]): Document => (s === undefined ? body : { ...body, s }))

const comparison = fc.oneof(
  scalar,
  value.map((operand) => ({ $eq: operand })),
  scalar.map((operand) => ({ $ne: operand })),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.array(scalar, { maxLength: 3 }).map((operands) => ({ $in: operands })),
  fc.array(scalar, { maxLength: 3 }).map((operands) => ({ $nin: operands })),
  fc.boolean().map((isThere) => ({ $exists: isThere })),
  fc.constantFrom('string', 'number', 'array', 'object', 'null', 'int', 'double').map((type) => ({ $type: type })),
  fc.array(scalar, { minLength: 1, maxLength: 2 }).map((operands) => ({ $all: operands })),
  fc.integer({ min: 0, max: 3 }).map((size) => ({ $size: size })),
  scalar.map((operand) => ({ $elemMatch: { $gte: operand } })),
  scalar.map((operand) => ({ $elemMatch: { x: operand } })),
  fc.constantFrom('^a', 'b$').map((pattern) => ({ $regex: pattern })),
  scalar.map((operand) => ({ $not: { $gt: operand } })),
)

const simpleFilter = fc.dictionary(queryPath, comparison, { minKeys: 1, maxKeys: 2, noNullPrototype: true })

export const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 6, arbitrary: simpleFilter },
  { weight: 1, arbitrary: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map((clauses) => ({ $or: clauses })) },
  {
    weight: 1,
    arbitrary: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map((clauses) => ({ $and: clauses })),
  },
  {
    weight: 1,
    arbitrary: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map((clauses) => ({ $nor: clauses })),
  },
  { weight: 2, arbitrary: id.map((_id) => ({ _id })) },
)

const sort = fc.dictionary(queryPath, fc.constantFrom(1 as const, -1 as const), {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
})

// Left out, because the other server does them differently from MongoDB: an empty $each and $slice: 0 on a missing field (no array is made),
// and the count of changed documents when $inc or $mul leave a number as it was.
const update: fc.Arbitrary<Document> = fc.oneof(
  fc.dictionary(path, value, { minKeys: 1, maxKeys: 1, noNullPrototype: true }).map(($set) => ({ $set })),
  fc.tuple(fc.constantFrom('$set', '$min', '$max'), scalar).map(([operator, s]) => ({ [operator]: { s } })),
  field.map((name) => ({ $unset: { [name]: '' } })),
  fc.tuple(path, fc.integer({ min: -2, max: 3 })).map(([name, step]) => ({ $inc: { [name]: step } })),
  fc.tuple(path, fc.integer({ min: -2, max: 3 })).map(([name, factor]) => ({ $mul: { [name]: factor } })),
  fc.tuple(path, scalar).map(([name, operand]) => ({ $min: { [name]: operand } })),
  fc.tuple(path, scalar).map(([name, operand]) => ({ $max: { [name]: operand } })),
  fc.tuple(field, scalar).map(([name, operand]) => ({ $push: { [name]: operand } })),
  fc
    .tuple(field, fc.array(scalar, { minLength: 1, maxLength: 3 }), fc.constantFrom(-3, -2, -1, 1, 2, 3))
    .map(([name, $each, $slice]) => ({ $push: { [name]: { $each, $slice } } })),
  fc
    .tuple(field, fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }))
    .map(([name, $each]) => ({ $push: { [name]: { $each, $sort: 1, $position: 0 } } })),
  fc
    .tuple(field, fc.array(scalar, { minLength: 1, maxLength: 3 }))
    .map(([name, $each]) => ({ $addToSet: { [name]: { $each } } })),
  fc.tuple(field, scalar).map(([name, operand]) => ({ $pull: { [name]: operand } })),
  fc.tuple(field, fc.integer({ min: -1, max: 3 })).map(([name, bound]) => ({ $pull: { [name]: { $gte: bound } } })),
  fc.tuple(field, fc.array(scalar, { maxLength: 2 })).map(([name, operands]) => ({ $pullAll: { [name]: operands } })),
  fc.tuple(field, fc.constantFrom(1, -1)).map(([name, end]) => ({ $pop: { [name]: end } })),
  fc.tuple(field, scalar).map(([name, operand]) => ({ $set: { [`${name}.0`]: operand } })),
  fc.tuple(field, scalar).map(([name, operand]) => ({ $set: { [`${name}.$[]`]: operand } })),
  fc.constant({ $rename: { a: 'd' } }),
)

const bare = (operation: Document) => BSON.EJSON.stringify(operation, { relaxed: false })

async function allOf(collection: Collection<Document>, query: Document, options: Document): Promise<string[]> {
  return (await collection.find(query, options).toArray()).map(bare)
}

/** Any operation. Those on one document name it by `_id`, because which of several MongoDB takes is not defined. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, document)
      .map(([_id, body]) =>
        named(
          'insertOne',
          { _id, ...body },
          async (collection) => (await collection.insertOne({ _id, ...body } as never)).acknowledged,
        ),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(id, update, fc.boolean())
      .map(([_id, change, upsert]) =>
        named('updateOne', { _id, change, upsert }, async (collection) =>
          pick(change, await collection.updateOne({ _id } as never, change, { upsert })),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, update)
      .map(([query, change]) =>
        named('updateMany', { query, change }, async (collection) =>
          pick(change, await collection.updateMany(query, change)),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(id, document)
      .map(([_id, body]) =>
        named('replaceOne', { _id, body }, async (collection) =>
          pick({}, await collection.replaceOne({ _id } as never, body, { upsert: true })),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(id, update)
      .map(([_id, change]) =>
        named('findOneAndUpdate', { _id, change }, async (collection) =>
          bare({ value: await collection.findOneAndUpdate({ _id } as never, change, { returnDocument: 'after' }) }),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: filter.map((query) =>
      named('deleteMany', { query }, async (collection) => (await collection.deleteMany(query)).deletedCount),
    ),
  },
  {
    weight: 4,
    arbitrary: filter.map((query) =>
      named('find', { query }, (collection) => allOf(collection, query, { sort: { _id: 1 } })),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, sort, fc.integer({ min: 0, max: 4 }))
      .map(([query, order, limit]) =>
        named('find sorted', { query, order, limit }, (collection) =>
          allOf(collection, query, { sort: { ...order, _id: 1 }, limit }),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: filter.map((query) => named('count', { query }, (collection) => collection.countDocuments(query))),
  },
)

function named(name: string, detail: Document, run: Operation['run']): Operation {
  return { name, detail, run, toString: () => `${name} ${bare(detail)}` } as Operation
}

interface Counts {
  readonly matchedCount: number
  readonly modifiedCount: number
  readonly upsertedCount: number
}

function pick(change: Document, { matchedCount, modifiedCount, upsertedCount }: Counts): Document {
  const isArithmetic = '$inc' in change || '$mul' in change
  return { matchedCount, upsertedCount, ...(!isArithmetic && { modifiedCount }) }
}

/** What an operation answers; of an error only that it is one, because wordings differ. */
export async function outcome(run: Promise<unknown>): Promise<{ result?: unknown; error?: string }> {
  try {
    return { result: await run }
  } catch (error) {
    return { error: (error as Error).message.replace(/(test|embedded_differential_\d+)\.\w+/, 'collection') }
  }
}

/** Everything in a collection, with exact types. */
export async function contents(collection: Collection<Document>): Promise<string[]> {
  return (await collection.find().sort({ _id: 1 }).toArray()).map(bare)
}

/** Reads numbers as the types they are stored as. */
export const EXACT = { promoteValues: false, promoteLongs: false } as const
