// Those who come back when their server was killed: what they hold, what they still have to send, and how they catch up. Each is told of
// acks and events by their socket.
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
export class Follower extends Person {
  arrivedAt = new Map()

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

  /** What arrived is told a moment later, so that a burst of messages costs one. */
  receipt({ id }, position) {
    this.arrivedAt.set(id, position)
    this.receiptTimer ??= setTimeout(() => {
      this.receiptTimer = undefined
      for (const [threadId, last] of this.arrivedAt) {
        this.call(this.commands.delivered, { threadId, position: last }).catch((error) => this.failed(error))
      }
      this.arrivedAt.clear()
    }, this.gatheredMs)
  }

  async read(thread) {
    const { mark } = await this.call(this.commands.read, { threadId: thread.id, position: thread.position })
    thread.readCount = mark.readCount
  }

  /** What was missed, with how far everybody has read. */
  takeAll(thread, { entries, marks }) {
    for (const entry of entries) this.take(entry)
    thread.takeMarks(marks, (mark) => this.isOwn(mark))
    const newest = entries.findLast(({ author }) => author.role === this.other)
    if (newest !== undefined) this.receipt(thread, newest.position)
  }

  async pull(asked) {
    for (let threads = asked; threads.length > 0;) {
      const cursors = Object.fromEntries(threads.map(({ id, position }) => [id, position]))
      const pulled = (await this.call(this.commands.sync, { cursors })).threads
      for (const thread of threads) this.takeAll(thread, pulled[thread.id])
      threads = threads.filter(({ id }) => pulled[id].hasMore)
    }
  }
}
