// One small collection in memory: enough of the query language for what Parley asks, nothing durable, nothing fast but reads by id.

const COMPARE = {
  $lt: (one, other) => one < other,
  $lte: (one, other) => one <= other,
  $gt: (one, other) => one > other,
  $gte: (one, other) => one >= other,
}

/** Ids and dates as values that can be compared. */
function plain(value) {
  if (value === undefined) return null
  if (value instanceof Date) return value.getTime()
  return value?._bsontype === 'ObjectId' ? value.toHexString() : value
}

function at(document, path) {
  if (!path.includes('.')) return document[path]
  return path.split('.').reduce((value, key) => value?.[key], document)
}

/** The holder of a dotted path's last key, made where it is missing. */
function holderOf(document, path) {
  const keys = path.split('.')
  const last = keys.pop()
  let holder = document
  for (const key of keys) holder = holder[key] ??= {}
  return [holder, last]
}

const isOperators = (condition) =>
  condition !== null && condition?.constructor === Object && Object.keys(condition)[0]?.startsWith('$')

function meetsValue(stored, wanted) {
  const value = plain(stored)
  return value === plain(wanted) || (Array.isArray(value) && value.some((each) => plain(each) === plain(wanted)))
}

function meetsOperator(stored, operator, operand) {
  if (operator === '$in') return operand.some((each) => meetsValue(stored, each))
  if (operator === '$ne') return !meetsValue(stored, operand)
  if (operator === '$eq') return meetsValue(stored, operand)
  if (operator === '$exists') return (stored !== undefined) === Boolean(operand)
  if (operator === '$size') return Array.isArray(stored) && stored.length === operand
  const compare = COMPARE[operator]
  if (compare === undefined) throw new Error(`The null store does not know ${operator}`)
  return stored !== undefined && stored !== null && compare(plain(stored), plain(operand))
}

function meets(document, filter) {
  return Object.entries(filter).every(([path, condition]) => {
    if (path === '$or') return condition.some((each) => meets(document, each))
    if (path === '$and') return condition.every((each) => meets(document, each))
    const stored = at(document, path)
    if (!isOperators(condition)) return meetsValue(stored, condition)
    return Object.entries(condition).every(([operator, operand]) => meetsOperator(stored, operator, operand))
  })
}

const CHANGE = {
  $set: ([holder, key], value) => (holder[key] = value),
  $inc: ([holder, key], value) => (holder[key] = (holder[key] ?? 0) + value),
  $unset: ([holder, key]) => delete holder[key],
  $max: ([holder, key], value) => {
    if (holder[key] === undefined || plain(holder[key]) < plain(value)) holder[key] = value
  },
}

function change(document, update) {
  for (const [operator, fields] of Object.entries(update)) {
    if (operator === '$setOnInsert') continue
    if (CHANGE[operator] === undefined) throw new Error(`The null store does not know ${operator}`)
    for (const [path, value] of Object.entries(fields)) CHANGE[operator](holderOf(document, path), value)
  }
}

/** The fields that were asked for, or all but those that were not. */
export function projected(document, projection = {}) {
  const fields = Object.keys(projection)
  if (fields.length === 0) return document
  if (fields.every((field) => !projection[field])) {
    return Object.fromEntries(Object.entries(document).filter(([field]) => !fields.includes(field)))
  }
  return { _id: document._id, ...Object.fromEntries(fields.map((field) => [field, document[field]])) }
}

export class Collection {
  constructor(newId) {
    this.newId = newId
    this.documents = new Map()
  }

  insert(document) {
    this.documents.set(plain(document._id), document)
  }

  find({ filter = {}, sort = {}, limit = 0 }) {
    const found = [...this.candidates(filter)].filter((document) => meets(document, filter))
    const order = Object.entries(sort)
    if (order.length > 0) found.sort((one, other) => compareBy(order, one, other))
    return limit > 0 ? found.slice(0, limit) : found
  }

  /** Changes the first that meets the filter, or all; makes one when asked to. */
  update({ q: filter, u: update, multi = false, upsert = false }) {
    const found = this.find({ filter, limit: multi ? 0 : 1 })
    for (const document of found) change(document, update)
    if (found.length > 0 || !upsert) return { found, inserted: null }
    const fixed = Object.entries(filter).filter(([, condition]) => !isOperators(condition))
    const made = { _id: this.newId(), ...Object.fromEntries(fixed), ...update.$setOnInsert }
    change(made, update)
    this.insert(made)
    return { found: [made], inserted: made }
  }

  remove(filter, limit) {
    const found = this.find({ filter, limit })
    for (const document of found) this.documents.delete(plain(document._id))
    return found.length
  }

  candidates({ _id: id }) {
    if (id === undefined) return this.documents.values()
    if (!isOperators(id)) return [this.documents.get(plain(id))].filter(Boolean)
    if (id.$in === undefined) return this.documents.values()
    return id.$in.map((each) => this.documents.get(plain(each))).filter(Boolean)
  }
}

function compareBy(order, one, other) {
  for (const [path, direction] of order) {
    const [left, right] = [plain(at(one, path)), plain(at(other, path))]
    if (left !== right) return left < right ? -direction : direction
  }
  return 0
}
