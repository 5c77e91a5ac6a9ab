import mongoose from 'mongoose'
import { hashPassword } from '../modules/accounts/passwords.js'

const { ObjectId } = mongoose.mongo
const TENANT = { tenantId: 'default' }
const AT = new Date('2026-01-05T09:00:00Z')

/** What was written into it, to be found again. */
export interface OldStore {
  channelKey: string
  agent: { login: string; password: string }
  text: string
}

/**
 * Writes a store as the first version did, through the driver: without a format on record, before contacts were known, channels
 * had settings and queues had members. One of its contacts has said something that nobody has answered.
 */
export async function writeOldStore(uri: string, { contacts }: { contacts: number }): Promise<OldStore> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const old: OldStore = { channelKey: 'old', agent: { login: 'old', password: 'old password' }, text: 'from before' }
  const ids = { queue: new ObjectId(), channel: new ObjectId(), conversation: new ObjectId() }
  const passwordHash = await hashPassword(old.agent.password)
  const people = Array.from({ length: contacts }, (_, index) => ({ id: new ObjectId(), name: `#${1_000 + index}` }))
  const threads = people.map(({ id, name }) => threadOf({ _id: id, name }, ids))
  const [thread] = threads
  const collections: Record<string, object[]> = {
    queues: [{ _id: ids.queue, name: 'Support' }],
    channels: [{ _id: ids.channel, key: old.channelKey, name: 'Old', queueId: ids.queue }],
    staff: [{ ...account, login: old.agent.login, name: 'Old hand', passwordHash }],
    contacts: people.map(({ id, name }) => ({ _id: id, channelId: ids.channel, name, createdAt: AT })),
    threads,
    conversations: thread === undefined ? [] : [conversationOf(thread, ids.conversation, old.text)],
    entries: thread === undefined ? [] : entriesOf(thread, ids.conversation, old.text),
  }
  for (const [name, documents] of Object.entries(collections)) {
    await connection.collection(name).insertMany(documents.map((document) => ({ ...TENANT, ...document })))
  }
  await connection
    .collection('threads')
    .createIndex({ tenantId: 1, contactId: 1, channelId: 1 }, { unique: true, name: 'threads_contact' })
  await connection.close()
  return old
}

const account = {
  roles: ['agent'],
  capacity: 5,
  isDisabled: false,
  status: 'online',
  leases: {},
  lastServedAt: new Date(0),
}

type Id = mongoose.mongo.ObjectId
type OldThread = ReturnType<typeof threadOf>

const threadOf = (contact: { _id: Id; name: string }, { queue, channel }: { queue: Id; channel: Id }) => ({
  _id: new ObjectId(),
  contactId: contact._id,
  contactName: contact.name,
  channelId: channel,
  channelName: 'Old',
  queueId: queue,
  createdAt: AT,
})

function conversationOf(thread: OldThread, _id: Id, text: string): object {
  const { _id: threadId, createdAt, ...place } = thread
  return {
    ...place,
    _id,
    threadId,
    state: 'waiting',
    isOpen: true,
    assigneeId: null,
    assigneeName: null,
    claimToken: 'from before',
    startedAt: createdAt,
    waitingSince: createdAt,
    assignedAt: null,
    endedAt: null,
    endReason: null,
    lastSeq: 2,
    lastMessage: {
      seq: 2,
      kind: 'text',
      preview: text,
      authorRole: 'contact',
      authorName: thread.contactName,
      createdAt: AT,
    },
    contactCount: 1,
    contactCountBefore: 0,
    awaitingReplySince: AT,
    version: 2,
  }
}

function entriesOf(thread: OldThread, conversationId: Id, text: string): object[] {
  const shared = { threadId: thread._id, conversationId, openConversationId: conversationId, visibleToContact: true }
  const counts = { staffCount: 0, createdAt: AT }
  const started = {
    ...shared,
    ...counts,
    seq: 1,
    visibleSeq: 1,
    senderKey: 'system',
    clientMessageId: `started:${conversationId.toHexString()}`,
    author: { role: 'system', id: null, name: null },
    body: { kind: 'started' },
    contactCount: 0,
    lastContactSeq: 0,
    awaitingReplySince: null,
  }
  const said = {
    ...started,
    seq: 2,
    visibleSeq: 2,
    senderKey: `contact:${thread.contactId.toHexString()}`,
    clientMessageId: 'from before',
    author: { role: 'contact', id: thread.contactId.toHexString(), name: thread.contactName },
    body: { kind: 'text', text },
    contactCount: 1,
    lastContactSeq: 2,
    awaitingReplySince: AT,
  }
  return [started, said]
}
