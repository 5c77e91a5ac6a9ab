// Messages at fixed moments, whether or not the ones before have arrived, with signs of typing between them. A message is late from the
// moment in which it was due, so that a server that stands still is not asked less.
import { Traffic } from './traffic.mjs'

const TICK_MS = 2

export class Paced extends Traffic {
  constructor({ perSecond, ...options }) {
    super({ ...options, inFlight: 0 })
    this.apartMs = 1_000 / perSecond
  }

  start() {
    super.start()
    this.dueAt = performance.now()
    this.timer = setInterval(() => this.sendDue(), TICK_MS)
  }

  stop() {
    clearInterval(this.timer)
    return super.stop()
  }

  /** What arrives makes no room for another. */
  sendNext() {}

  sendDue() {
    for (; this.dueAt <= performance.now(); this.dueAt += this.apartMs) {
      this.type()
      this.send(this.dueAt)
    }
  }

  type() {
    const { threadId, contact, agent } = this.chats[Math.floor(this.random() * this.chats.length)]
    const said = `{"threadId":"${threadId}","isTyping":true`
    if (this.random() < 0.5) contact.send('conversations:setTyping', `${said}}`)
    else agent.send('conversations:setReplyTyping', `${said},"audience":"everyone"}`)
  }
}
