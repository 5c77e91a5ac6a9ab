// Those who come back when their server was killed: what they hold, what they still have to send, and what they ask for once they are
// back, as the pages do. Each is told of acks and events by their socket.
import { HeldThread } from './held-thread.mjs'

const CUT = 'the connection broke'
const NUMBER = /"text":"(\d{9})/

/** Somebody at a server that forgets: they are back once they are let in. */
export class Person {
  constructor(socket, storm) {
    this.socket = socket
    this.storm = storm
    this.calls = new Map()
    /** Numbers of messages, and those that a server acked and this person does not have yet. */
    this.held = new Map()
    this.awaited = new Set()
    this.lanes = new Map()
    this.busy = new Set()
  }

  async begin() {}

  async resume() {
    this.flush()
  }

  async catchUp() {}

  call(event, input) {
    return new Promise((resolve, reject) => {
      if (!this.socket.hasEntered) reject(new Error(CUT))
      else this.calls.set(this.socket.send(event, JSON.stringify(input)), { resolve, reject })
    })
  }

  onAck(id, frame) {
    const { resolve, reject } = this.calls.get(id)
    this.calls.delete(id)
    const { ok, data, error } = JSON.parse(frame.slice(frame.indexOf('[')))[0]
    if (ok) resolve(data)
    else reject(new Error(error.code))
  }

  onEvent(frame) {
    this.hold(Number(NUMBER.exec(frame)?.[1]))
  }

  onLost() {
    for (const { reject } of this.calls.values()) reject(new Error(CUT))
    this.calls.clear()
  }

  /** Asks until nothing is missing, again where the connection breaks again. */
  async onReturned() {
    try {
      await this.resume()
      this.storm.isBack(this)
    } catch (error) {
      this.failed(error)
    }
  }

  /** Broken is no failure: what was under way is done again once the connection is back. */
  failed(error) {
    if (error.message !== CUT) this.storm.failures.push(`${this.socket.namespace} ${error.message}`)
  }

  hold(number, position = 0) {
    if (Number.isNaN(number)) return
    if (this.held.has(number) && this.held.get(number) !== position) this.storm.doubled += 1
    this.held.set(number, position)
    this.awaited.delete(number)
  }

  /** One message of a thread is under way at a time, the same again after the connection broke. */
  say(message) {
    const lane = this.lanes.get(message.threadId) ?? []
    this.lanes.set(message.threadId, lane)
    lane.push(message)
    void this.send(lane)
  }

  flush() {
    for (const lane of this.lanes.values()) void this.send(lane)
  }

  async send(lane) {
    if (this.busy.has(lane)) return
    this.busy.add(lane)
    try {
      while (lane.length > 0) {
        const { event, payload } = lane[0]
        const data = await this.call(event, payload)
        if (data !== undefined) this.take(data.entry)
        this.storm.acked(lane.shift())
      }
    } catch (error) {
      this.failed(error)
    }
    this.busy.delete(lane)
  }
}

/** Somebody at Parley, who keeps threads whole by their positions. */
class Follower extends Person {
  onEvent(frame) {
    const [name, payload] = JSON.parse(frame.slice(frame.indexOf('[')))
    if (name === 'conversations:entryAppended') this.arrived(payload.entry)
    else this.hear(name, payload)
  }

  hear() {}

  arrived(entry) {
    if (!this.take(entry)) return
    const thread = this.thread(entry.threadId)
    if (thread.hasHole && this.isOpen(thread)) this.pull([thread]).catch((error) => this.failed(error))
    else if (entry.author.role === this.other) this.receipt(thread, entry.position)
  }

  take(entry) {
    const number = NUMBER.exec(`"text":"${entry.text ?? ''}`)?.[1]
    if (number !== undefined) this.hold(Number(number), entry.position)
    return this.thread(entry.threadId).take(entry)
  }

  receipt({ id }, position) {
    this.call(this.commands.delivered, { threadId: id, position }).catch((error) => this.failed(error))
  }

  async read(thread) {
    const { mark } = await this.call(this.commands.read, { threadId: thread.id, position: thread.position })
    thread.readCount = mark.readCount
  }

  async pull(asked) {
    for (let threads = asked; threads.length > 0;) {
      const cursors = Object.fromEntries(threads.map(({ id, position }) => [id, position]))
      const pulled = (await this.call(this.commands.sync, { cursors })).threads
      for (const thread of threads) {
        const { entries, marks } = pulled[thread.id]
        for (const entry of entries) this.take(entry)
        thread.takeMarks(marks, (mark) => this.isOwn(mark))
        const newest = entries.findLast(({ author }) => author.role === this.other)
        if (newest !== undefined) this.receipt(thread, newest.position)
      }
      threads = threads.filter(({ id }) => pulled[id].hasMore)
    }
  }
}

export class Contact extends Follower {
  other = 'staff'
  commands = {
    delivered: 'conversations:markDelivered',
    read: 'conversations:markRead',
    sync: 'conversations:syncThreads',
  }

  async begin() {
    const { thread } = await this.call('conversations:openThread', {})
    this.own = new HeldThread(thread.id)
    await this.pull([this.own])
  }

  thread() {
    return this.own
  }

  isOpen() {
    return true
  }

  isOwn({ role }) {
    return role === 'contact'
  }

  /** Messages of staff that they have not read. */
  unreadOf() {
    return this.own.staffCount - this.own.readCount
  }

  readSome() {
    return this.read(this.own)
  }

  async resume() {
    const due = [...this.awaited]
    const { thread } = await this.call('conversations:openThread', {})
    this.own.takeMarks(thread.marks, (mark) => this.isOwn(mark))
    await this.pull([this.own])
    this.flush()
    if (this.own.hasHole || due.some((number) => !this.held.has(number))) this.storm.wrongAtReturn += 1
  }
}

/** An agent reads their list, and what they have open; the other threads tell by their counts that there is something to read. */
export class Agent extends Follower {
  other = 'contact'
  commands = {
    delivered: 'conversations:markConversationDelivered',
    read: 'conversations:markConversationRead',
    sync: 'conversations:syncConversations',
  }
  threads = new Map()
  conversations = new Map()

  async begin() {
    await this.readList()
    await this.pull([...this.threads.values()])
    this.opened = this.threads.values().next().value
  }

  thread(id) {
    if (!this.threads.has(id)) this.threads.set(id, new HeldThread(id))
    return this.threads.get(id)
  }

  isOpen(thread) {
    return thread === this.opened
  }

  isOwn({ role, readerId }) {
    return role === 'staff' && readerId === this.id
  }

  unreadOf(threadId) {
    return this.conversations.get(threadId).contactCount - this.thread(threadId).readCount
  }

  readSome() {
    return this.read(this.opened)
  }

  hear(name, { conversations }) {
    if (name !== 'conversations:conversationsChanged') return
    for (const conversation of conversations) this.know(conversation)
    this.onKnown?.()
  }

  know(conversation) {
    const known = this.conversations.get(conversation.threadId)
    if (known === undefined || known.version < conversation.version) {
      this.conversations.set(conversation.threadId, conversation)
    }
  }

  async readList() {
    const { conversations, marks, next } = await this.call('conversations:listInbox', { tab: 'mine' })
    if (next !== null) throw new Error('more conversations than a page of the list')
    for (const conversation of conversations) {
      this.know(conversation)
      this.id = conversation.assignee.id
      this.thread(conversation.threadId).takeMarks(
        marks.filter(({ threadId }) => threadId === conversation.threadId),
        (mark) => this.isOwn(mark),
      )
    }
  }

  async readOpened() {
    const { id: conversationId } = this.conversations.get(this.opened.id)
    await this.call('conversations:openConversation', { conversationId })
    await this.pull([this.opened])
  }

  async resume() {
    const due = this.storm.countsOf(this)
    const dueInOpened = [...this.awaited].filter((number) => this.storm.threadOf(number) === this.opened.id)
    this.flush()
    await Promise.all([
      this.readList(),
      this.readOpened(),
      this.call('conversations:listDrafts', {}),
      this.call('conversations:listMentions', {}),
    ])
    if (this.opened.hasHole || dueInOpened.some((number) => !this.held.has(number))) this.storm.wrongAtReturn += 1
    // What was written a moment ago comes into the list a moment later.
    const isRight = () => due.every(([id, count]) => this.conversations.get(id).contactCount >= count)
    if (isRight()) return
    await new Promise((resolve) => {
      this.onKnown = () => isRight() && resolve()
    })
    this.onKnown = undefined
  }

  catchUp() {
    return this.pull([...this.threads.values()].filter(({ hasHole }) => hasHole))
  }
}
