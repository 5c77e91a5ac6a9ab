// Everybody's server is killed while they write to each other at a steady pace: when each is back, and whether anything is missing then.
import { quantile } from '../harness/statistics.mjs'
import { inTurn } from './in-turn.mjs'
import { randomFrom } from './random.mjs'
import { Agent, Contact } from './returning-people.mjs'
import { Person } from './returning-person.mjs'

const TICK_MS = 5
const BACK_WITHIN_MS = 120_000
const SETTLED_WITHIN_MS = 20_000
/** One contact of so many has read what there is when the server is killed. */
const READS_ONE_OF = 10
const WORDS =
  ' Hello, my order has not arrived yet and the page of the carrier shows nothing since Tuesday. Could you look?'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export class Storm {
  constructor({ chats, seed, perSecond }) {
    this.chats = chats
    this.random = randomFrom(seed)
    this.apartMs = 1_000 / perSecond
    this.name = `s${seed}-${process.pid}`
    this.sent = 0
    this.unacked = 0
    this.messages = new Map()
    this.failures = []
    this.doubled = 0
    this.wrongAtReturn = 0
  }

  async begin({ isBare }) {
    this.isBare = isBare
    const [ContactHere, AgentHere] = isBare ? [Person, Person] : [Contact, Agent]
    this.people = new Map()
    const personOf = (socket, Kind) => {
      if (!this.people.has(socket)) this.people.set(socket, new Kind(socket, this))
      return this.people.get(socket)
    }
    this.threads = new Map()
    for (const { threadId, contact, agent } of this.chats) {
      const [ofContact, ofAgent] = [personOf(contact, ContactHere), personOf(agent, AgentHere)]
      // A contact's first message opened it.
      this.threads.set(threadId, {
        id: threadId,
        contact: ofContact,
        agent: ofAgent,
        byContact: 1,
        byStaff: 0,
        unread: {},
      })
    }
    this.talks = [...this.threads.values()]
    await inTurn([...this.people.values()], (person) => person.begin())
    for (const talk of this.talks) talk.unread = { contact: 0, agent: 1 }
  }

  onAck(socket, id, frame) {
    this.people.get(socket).onAck(id, frame)
  }

  onEvent(socket, frame) {
    this.people.get(socket).onEvent(frame)
  }

  onLost(socket) {
    this.brokeAt ??= Date.now()
    this.cpuThen ??= process.cpuUsage()
    this.people.get(socket).onLost()
  }

  onReturned(socket) {
    void this.people.get(socket).onReturned()
  }

  isBack(person) {
    this.backAt.set(person, Date.now())
  }

  acked(message) {
    this.unacked -= 1
    message.talk[message.isByContact ? 'byContact' : 'byStaff'] += 1
    message.talk.unread[message.isByContact ? 'agent' : 'contact'] += 1
    if (!message.receiver.held.has(message.number)) message.receiver.awaited.add(message.number)
    message.done()
  }

  threadOf(number) {
    return this.messages.get(number)
  }

  /** How many messages contacts have written to an agent, by thread, as far as they were acked. */
  countsOf(agent) {
    return this.talks.filter((talk) => talk.agent === agent).map(({ id, byContact }) => [id, byContact])
  }

  /** Resolves when it is acked. */
  write(talk, isByContact) {
    const number = (this.sent += 1)
    this.messages.set(number, talk.id)
    this.unacked += 1
    const [sender, receiver] = isByContact ? [talk.contact, talk.agent] : [talk.agent, talk.contact]
    const text = String(number).padStart(9, '0') + WORDS
    const content = { type: 'text', text }
    return new Promise((done) => {
      sender.say({
        ...{ number, talk, isByContact, receiver, done, threadId: talk.id },
        event: isByContact ? 'conversations:sendMessage' : 'conversations:sendReply',
        payload: { threadId: talk.id, clientMessageId: `${this.name}-${number}`, content },
      })
    })
  }

  /** Some read what there is; then all write at their pace until they are told to settle. The server is killed meanwhile. */
  async untilAllAreBack() {
    if (!this.isBare) await this.readSome()
    Object.assign(this, { backAt: new Map(), brokeAt: undefined, cpuThen: undefined, wrongAtReturn: 0 })
    let dueAt = performance.now()
    this.timer = setInterval(() => {
      for (; dueAt <= performance.now(); dueAt += this.apartMs) {
        void this.write(this.talks[Math.floor(this.random() * this.talks.length)], this.random() < 0.5)
      }
    }, TICK_MS)
    const end = Date.now() + BACK_WITHIN_MS
    while (this.backAt.size < this.people.size) {
      if (Date.now() > end) throw new Error(`${this.people.size - this.backAt.size} are not back: ${this.failures[0]}`)
      await sleep(20)
    }
    const { user, system } = process.cpuUsage(this.cpuThen)
    const times = [...this.backAt.values()].sort((one, other) => one - other)
    const last = times.at(-1)
    return {
      ...{ p50: quantile(times, 0.5), p95: quantile(times, 0.95), last },
      clientShare: (user + system) / 1_000 / (last - this.brokeAt),
      wrongAtReturn: this.wrongAtReturn,
    }
  }

  async readSome() {
    const readers = this.talks.filter((_talk, index) => index % READS_ONE_OF === 0)
    await inTurn(readers, async (talk) => {
      await talk.contact.readSome()
      talk.unread.contact = 0
    })
    await inTurn([...new Set(this.talks.map(({ agent }) => agent))], async (agent) => {
      await agent.readSome()
      this.threads.get(agent.opened.id).unread.agent = 0
    })
  }

  /** Nobody writes any more but one message each way in every chat, which show that everybody is in their rooms; then all is compared. */
  async settle() {
    clearInterval(this.timer)
    await this.until(() => this.unacked === 0)
    // A relay keeps nothing for those who are away.
    const lostForGood = this.isBare ? this.lost() : 0
    await inTurn(this.talks, async (talk) => {
      await this.write(talk, false)
      await this.write(talk, true)
    })
    await inTurn([...this.people.values()], (person) => person.catchUp())
    await this.until(() => this.lost() <= lostForGood && this.wrongUnread() === 0)
    const { doubled, failures } = this
    const settled = { lost: this.lost(), doubled, wrongUnread: this.wrongUnread(), failures: failures.splice(0) }
    for (const { awaited } of this.people.values()) awaited.clear()
    return settled
  }

  lost() {
    return [...this.people.values()].reduce((sum, { awaited }) => sum + awaited.size, this.unacked)
  }

  wrongUnread() {
    if (this.isBare) return 0
    const isWrong = ({ id, contact, agent, unread }) =>
      contact.unreadOf() !== unread.contact || agent.unreadOf(id) !== unread.agent
    return this.talks.filter(isWrong).length
  }

  async until(isSo) {
    const end = Date.now() + SETTLED_WITHIN_MS
    while (!isSo() && Date.now() < end) await sleep(20)
  }
}
