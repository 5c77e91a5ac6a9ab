import mongoose from 'mongoose'
import { eventually } from './eventually.js'
import { pick, seededRandom } from './seeded-random.js'

const { ObjectId } = mongoose.mongo
type Id = mongoose.mongo.ObjectId
type Row = Record<string, unknown> & { _id: Id }
type State = 'waiting' | 'assigned' | 'ended'

/** Conversations that lie in a store beside those that are looked at. */
export interface Crowd {
  count: number
  seed: number
  /** In which state the conversation of a number is. */
  stateOf: (number: number) => State
  /** Accounts that have them, in turn: those of these logins. */
  logins: string[]
}

const TENANT = { tenantId: 'default' }
const AT_ONCE = 500
const COUNTED_WITHIN_MS = 30 * 60_000
/** One began so long before the other. */
const APART_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WORDS =
  'order parcel carrier invoice refund address delivery colour size price login password screen battery'.split(' ')
/** What one conversation is made of, in the order in which it is written. */
const COLLECTIONS = ['contacts', 'threads', 'entries', 'searchMessages', 'conversations'] as const
type Rows = Record<(typeof COLLECTIONS)[number], Row[]>

/**
 * Fills the store of a running server: each conversation is a copy of one that an agent has already, with people, times and words
 * of its own, and the counts on the tabs are made anew. So what is copied always has the format that the server writes.
 * @throws when no conversation becomes assigned
 */
export async function fillStore(uri: string, crowd: Crowd): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  try {
    const pattern = await readPattern(connection)
    const staff = await connection
      .collection('staff')
      .find({ ...TENANT, login: { $in: crowd.logins } })
      .toArray()
    const copies = new Copies(pattern, { ...crowd, staff })
    for (let from = 0; from < crowd.count; from += AT_ONCE) {
      const some = copies.take(from, Math.min(from + AT_ONCE, crowd.count))
      for (const name of COLLECTIONS) await connection.collection(name).insertMany(some[name], { ordered: false })
    }
    await countAnew(connection)
  } finally {
    await connection.close()
  }
}

/** Agents whom a node that is not there vouches for during a day, so that they count as present; nobody can sign in as them. */
export async function seedPresentAgents(uri: string, logins: string[], capacity: number): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const queues = await connection.collection('queues').find({ tenantId: 'default' }).toArray()
  const rows = logins.map((login) => ({
    ...{ tenantId: 'default', login, name: login, passwordHash: null, roles: ['agent'], capacity },
    ...{ isDisabled: false, status: 'online', queueIds: queues.map(({ _id }) => _id) },
    leases: { elsewhere: new Date(Date.now() + DAY_MS) },
    lastServedAt: new Date(0),
  }))
  await connection.collection('staff').insertMany(rows)
  await connection.close()
}

/** Summary and search follow the log: the conversation is copied once both have. */
async function readPattern(connection: mongoose.Connection): Promise<Rows> {
  const of = (name: string, filter: object) =>
    connection
      .collection<Row>(name)
      .find({ ...TENANT, ...filter })
      .toArray()
  let pattern: Rows | undefined
  await eventually('a conversation is assigned that others are copied from', async () => {
    const [conversation] = await of('conversations', { state: 'assigned', lastSeq: { $gt: 2 } })
    if (conversation === undefined) return false
    const { contactId, threadId } = conversation
    pattern = {
      contacts: await of('contacts', { _id: contactId }),
      threads: await of('threads', { _id: threadId }),
      entries: await of('entries', { threadId }),
      searchMessages: await of('searchMessages', { threadId }),
      conversations: [conversation],
    }
    return pattern.searchMessages.length > 0
  })
  return pattern!
}

/** The server's next sweep finds the counts of the tenant out of date and sums up all its conversations. */
async function countAnew(connection: mongoose.Connection): Promise<void> {
  const batches = connection.collection('inboxCountBatches')
  await batches.updateMany(TENANT, { $set: { rebuiltAt: new Date(0) } })
  const isDone = async () =>
    (await batches.findOne({ ...TENANT, $or: [{ rebuiltAt: new Date(0) }, { isRebuild: true }] })) === null
  await eventually('the tabs are counted', isDone, COUNTED_WITHIN_MS)
}

class Copies {
  private readonly random: () => number
  private ids = 0

  constructor(
    private readonly pattern: Rows,
    private readonly crowd: Crowd & { staff: Row[] },
  ) {
    this.random = seededRandom(crowd.seed)
  }

  take(from: number, to: number): Rows {
    const rows: Rows = { contacts: [], threads: [], entries: [], searchMessages: [], conversations: [] }
    for (let number = from; number < to; number += 1) {
      const copy = this.copy(number)
      for (const name of COLLECTIONS) rows[name].push(...copy[name])
    }
    return rows
  }

  /** Every id in it is exchanged for one of its own, the same one wherever it stands. */
  private copy(number: number): Rows {
    const { pattern } = this
    const laterMs = -HOUR_MS - (this.crowd.count - number) * APART_MS
    const own = new Map<string, Id>()
    for (const name of COLLECTIONS) {
      for (const { _id } of pattern[name]) if (!own.has(String(_id))) own.set(String(_id), this.nextId(_id, laterMs))
    }
    const words = Array.from({ length: 8 }, () => pick(WORDS, this.random()))
    const moved = (rows: Row[]) => rows.map((row) => exchange(row, { own, laterMs }) as Row)
    const searched = { text: words.join(' '), tokens: [...new Set(words)] }
    return {
      contacts: moved(pattern.contacts),
      threads: moved(pattern.threads),
      entries: moved(pattern.entries),
      searchMessages: moved(pattern.searchMessages).map((row) => ({ ...row, ...searched })),
      conversations: moved(pattern.conversations).map((row) => this.standing(row, number)),
    }
  }

  /** In its state, with the account whose turn it is. */
  private standing(row: Row, number: number): Row {
    const { slot: _slot, isOpen: _isOpen, ...rest } = row
    const state = this.crowd.stateOf(number)
    const { staff } = this.crowd
    const account = state === 'waiting' ? undefined : staff[number % staff.length]
    const assigneeId = account?._id ?? null
    const begun = row['startedAt'] as Date
    return {
      ...rest,
      _id: row._id,
      ...{ state, assigneeId, assigneeName: account?.['name'] ?? null },
      ...(state === 'ended' ? { endedAt: begun, endReason: 'staff' } : { isOpen: true }),
      ...(state === 'assigned' ? { slot: Math.floor(number / staff.length) } : {}),
      waitingSince: state === 'waiting' ? begun : null,
      counted: { queueId: row['queueId'], assigneeId, state },
      decision: null,
    }
  }

  /** Ids rise with time, as those do that the server gives. */
  private nextId(like: Id, laterMs: number): Id {
    this.ids += 1
    const seconds = Math.floor((like.getTimestamp().getTime() + laterMs) / 1_000)
    const parts = [hex(seconds, 8), hex(this.crowd.seed, 6), hex(this.ids, 10)]
    return new ObjectId(parts.join(''))
  }
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0').slice(-digits)

/** Ids also stand inside keys of people ("contact:…"), and as text. */
function exchange(value: unknown, how: { own: Map<string, Id>; laterMs: number }): unknown {
  if (value instanceof ObjectId) return how.own.get(value.toHexString()) ?? value
  if (value instanceof Date) return new Date(value.getTime() + how.laterMs)
  if (Array.isArray(value)) return value.map((each) => exchange(each, how))
  if (typeof value === 'string') return value.replace(/[0-9a-f]{24}/g, (id) => String(how.own.get(id) ?? id))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, exchange(each, how)]))
}
