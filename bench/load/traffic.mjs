// Keeps a number of messages in flight, half by contacts and half by agents. A message has left flight when its sender has the ack
// and the other side has the message.
import { randomFrom, shuffled } from './random.mjs'

const NUMBER_DIGITS = 9
const TEXT_MARK = '"text":"'
const WORDS =
  ' Hello, my order has not arrived yet and the page of the carrier shows nothing since Tuesday. Could you look?'
const DRAIN_WITHIN_MS = 10_000

export class Traffic {
  constructor({ chats, seed, inFlight }) {
    const random = randomFrom(seed)
    this.random = random
    this.chats = shuffled(chats, random)
    this.inFlight = inFlight
    this.name = `b${seed}-${process.pid}`
    this.sent = 0
    this.done = 0
    this.isFlowing = false
    this.pending = new Map()
    this.numberOf = new Map()
    this.latencies = []
    this.failures = []
  }

  start() {
    this.isFlowing = true
    for (let slot = this.pending.size; slot < this.inFlight; slot += 1) this.sendNext()
  }

  /** Sends nothing more; resolves with how many never left flight. */
  async stop() {
    this.isFlowing = false
    const end = Date.now() + DRAIN_WITHIN_MS
    while (this.pending.size > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10))
    const lost = this.pending.size
    this.pending.clear()
    this.numberOf.clear()
    return lost
  }

  onAck(socket, id, frame) {
    const key = `${socket.index} ${id}`
    const number = this.numberOf.get(key)
    this.numberOf.delete(key)
    if (!frame.startsWith('{"ok":true', frame.indexOf('[') + 1)) this.failures.push(frame)
    else this.step(number, this.pending.get(number), 'isAcked')
  }

  onEvent(socket, frame) {
    const at = frame.indexOf(TEXT_MARK)
    if (at === -1) return
    const start = at + TEXT_MARK.length
    const number = Number(frame.slice(start, start + NUMBER_DIGITS))
    const message = this.pending.get(number)
    // Whoever sent it hears of it as well; what counts is the other side.
    if (message?.receiver === socket) this.step(number, message, 'isDelivered')
  }

  step(number, message, what) {
    if (message === undefined) return
    message[what] = true
    if (!message.isAcked || !message.isDelivered) return
    this.pending.delete(number)
    this.done += 1
    this.latencies.push(performance.now() - message.since)
    if (this.isFlowing) this.sendNext()
  }

  sendNext() {
    this.send(performance.now())
  }

  send(since) {
    const number = (this.sent += 1)
    const { threadId, contact, agent } = this.chats[number % this.chats.length]
    const isByContact = this.random() < 0.5
    const [sender, receiver] = isByContact ? [contact, agent] : [agent, contact]
    this.pending.set(number, { since, receiver, isAcked: false, isDelivered: false })
    const text = String(number).padStart(NUMBER_DIGITS, '0') + WORDS
    const payload = `{"threadId":"${threadId}","clientMessageId":"${this.name}-${number}","content":{"type":"text","text":"${text}"}}`
    const id = sender.send(isByContact ? 'conversations:sendMessage' : 'conversations:sendReply', payload)
    this.numberOf.set(`${sender.index} ${id}`, number)
  }
}
