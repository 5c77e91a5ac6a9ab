// What contacts and agents of Parley ask for once they are back, as their pages do.
import { HeldThread } from './held-thread.mjs'
import { Follower } from './returning-person.mjs'

export class Contact extends Follower {
  other = 'staff'
  gatheredMs = 250
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
    const held = { threadId: this.own.id, position: this.own.position }
    const { thread } = await this.call('conversations:openThread', { held })
    if (thread.goesOn) this.takeAll(this.own, thread)
    else await this.pull([this.own])
    this.flush()
    if (this.own.hasHole || due.some((number) => !this.held.has(number))) this.storm.wrongAtReturn += 1
  }
}

/** An agent reads their list, and what they have open; the other threads tell by their counts that there is something to read. */
export class Agent extends Follower {
  other = 'contact'
  gatheredMs = 400
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
