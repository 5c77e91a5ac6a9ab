// Loaded before the server in fault tests only (node --require): kills the process, as a power cut would, the N-th time
// that it reaches the point named in PARLEY_KILL_AT. Production code knows nothing of this.
const { join } = require('node:path')

const dist = join(__dirname, '..', '..', 'dist', 'modules', 'conversations')
const [point, occurrence = '1'] = (process.env.PARLEY_KILL_AT ?? '').split(':')
const accounts = join(dist, '..', 'accounts')
let left = Number(occurrence)

const isDue = () => {
  left -= 1
  return left === 0
}
const die = () => process.kill(process.pid, 'SIGKILL')

/** Point → how to stand in the way there. */
const points = {
  // Stored, durably, but nobody knows: neither the sender nor anyone else.
  'after-store'() {
    const { EntryRepository } = require(join(dist, 'entry.repository.js'))
    const { insertBatch } = EntryRepository.prototype
    EntryRepository.prototype.insertBatch = async function (entries) {
      const failures = await insertBatch.call(this, entries)
      if (entries.some((entry) => entry.body.kind === 'text') && isDue()) await new Promise(die)
      return failures
    }
  },
  // Before anything was written.
  'before-store'() {
    const { EntryRepository } = require(join(dist, 'entry.repository.js'))
    const { insertBatch } = EntryRepository.prototype
    EntryRepository.prototype.insertBatch = async function (entries) {
      if (entries.some((entry) => entry.body.kind === 'text') && isDue()) await new Promise(die)
      return insertBatch.call(this, entries)
    }
  },
  // Stored, and the sender may hear of it, but it was announced to nobody.
  'before-announce'() {
    const { ConversationsBroadcast } = require(join(dist, 'conversations.broadcast.js'))
    const { entryAppended } = ConversationsBroadcast.prototype
    ConversationsBroadcast.prototype.entryAppended = function (stored, ...rest) {
      if (stored.entry.body.kind === 'text' && isDue()) die()
      else entryAppended.call(this, stored, ...rest)
    }
  },
  // The conversation is opened, its first entry is not written.
  'after-open'() {
    const { ConversationRepository } = require(join(dist, 'conversation.repository.js'))
    const { open } = ConversationRepository.prototype
    ConversationRepository.prototype.open = async function (...args) {
      const opened = await open.apply(this, args)
      if (isDue()) await new Promise(die)
      return opened
    }
  },
  // The first message is stored, the conversation does not wait yet.
  'before-waiting'() {
    const { ConversationRepository } = require(join(dist, 'conversation.repository.js'))
    const { startWaiting } = ConversationRepository.prototype
    ConversationRepository.prototype.startWaiting = async function (...args) {
      if (isDue()) await new Promise(die)
      return startWaiting.apply(this, args)
    }
  },
  // An agent has it, the thread does not say so.
  'after-claim'() {
    const { SlotRepository } = require(join(dist, 'slot.repository.js'))
    const { claim } = SlotRepository.prototype
    SlotRepository.prototype.claim = async function (...args) {
      const claimed = await claim.apply(this, args)
      if (typeof claimed !== 'string' && isDue()) await new Promise(die)
      return claimed
    }
  },
  // The log says that it ended, the document does not.
  'after-end-entry'() {
    const { ConversationRepository } = require(join(dist, 'conversation.repository.js'))
    const { finishEnd } = ConversationRepository.prototype
    ConversationRepository.prototype.finishEnd = async function (...args) {
      if (isDue()) await new Promise(die)
      return finishEnd.apply(this, args)
    }
  },
  // In the middle of a migration: a page of documents is written, its position is not kept.
  'amid-migration'() {
    const { StoreFormatRepository } = require(
      join(dist, '..', '..', 'platform', 'migrations', 'store-format.repository.js'),
    )
    const { reach } = StoreFormatRepository.prototype
    StoreFormatRepository.prototype.reach = async function (...args) {
      if (isDue()) await new Promise(die)
      return reach.apply(this, args)
    }
  },
  // Somebody is disabled, and nobody has been told.
  'after-disable'() {
    const { StaffAccountRepository } = require(join(accounts, 'staff-account.repository.js'))
    const { set } = StaffAccountRepository.prototype
    StaffAccountRepository.prototype.set = async function (...args) {
      const account = await set.apply(this, args)
      if (args[2].isDisabled === true && isDue()) await new Promise(die)
      return account
    }
  },
  // A session is gone from the store, its connections are not.
  'after-session-end'() {
    const { StaffSessionRepository } = require(join(accounts, 'staff-session.repository.js'))
    const { remove } = StaffSessionRepository.prototype
    StaffSessionRepository.prototype.remove = async function (...args) {
      const isRemoved = await remove.apply(this, args)
      if (isRemoved && isDue()) await new Promise(die)
      return isRemoved
    }
  },
  // A contact's tokens count no more, a channel lets fewer in, a contact has signed out: nobody has been told.
  'after-tokens-revoked': () => dyingAfter('contacts/contact.repository.js', 'ContactRepository', 'revokeTokens'),
  'after-channel-change': () => dyingAfter('channels/channel.repository.js', 'ChannelRepository', 'change'),
  'after-sign-out': () => dyingAfter('contacts/ended-session.repository.js', 'EndedSessionRepository', 'add'),
  // A tenant is there, and nobody who could sign in.
  'after-tenant': () => dyingAfter('tenants/tenant.repository.js', 'TenantRepository', 'add'),
  // The recall is in the log, the words are still in the store.
  'before-blank'() {
    const { EntryRepository } = require(join(dist, 'entry.repository.js'))
    const { blank } = EntryRepository.prototype
    EntryRepository.prototype.blank = async function (...args) {
      if (isDue()) await new Promise(die)
      return blank.apply(this, args)
    }
  },
  // A batch of counts is written down, the rows have not followed; the rows have, the conversations have not; only the end
  // of the batch is not written.
  'count-opened': () => dyingBefore('count.repository.js', 'CountRepository', 'add'),
  'count-added': () => dyingBefore('count-batch.repository.js', 'CountBatchRepository', 'settle'),
  'count-settled': () => dyingBefore('count-batch.repository.js', 'CountBatchRepository', 'close'),
  // Messages are stored and announced, and cannot be found yet; they can be found, and nobody has noted that.
  'before-search': () => dyingBefore('search.repository.js', 'SearchRepository', 'take'),
  'after-search'() {
    const { SearchRepository } = require(join(dist, 'search.repository.js'))
    const { take } = SearchRepository.prototype
    SearchRepository.prototype.take = async function (entries) {
      await take.call(this, entries)
      if (entries.length > 0 && isDue()) await new Promise(die)
    }
  },
}

function dyingBefore(file, name, method) {
  const { [name]: repository } = require(join(dist, file))
  const original = repository.prototype[method]
  repository.prototype[method] = async function (...args) {
    if (isDue()) await new Promise(die)
    return original.apply(this, args)
  }
}

function dyingAfter(file, name, method) {
  const { [name]: repository } = require(join(dist, '..', file))
  const original = repository.prototype[method]
  repository.prototype[method] = async function (...args) {
    const result = await original.apply(this, args)
    if (isDue()) await new Promise(die)
    return result
  }
}

if (point !== '' && points[point] === undefined) throw new Error(`There is no point ${point} to die at`)
points[point]?.()
