// A lean socket that comes back by itself when it is cut, after waiting as Socket.IO's own client waits in the pages.
import { LeanSocket } from './lean-socket.mjs'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 5_000
/** Whoever comes back looks into lists, too. */
const LOOKED_INTO_MAX = 1_000_000

/** Half a second to a second and a half at first, twice as long each further time, never above five. */
const waitBefore = (attempt) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random()))

export class ReturningSocket {
  /** As `LeanSocket.open`; `onLost(socket)` and `onReturned(socket)` are told each time. */
  static open(options) {
    return new Promise((resolve) => {
      new ReturningSocket({ ...options, onEntered: resolve }).connect()
    })
  }

  constructor({ onAck, onEvent, onLost, onReturned, onEntered, ...entry }) {
    this.namespace = entry.namespace
    this.attempts = 0
    this.hasEntered = false
    this.onEntered = (socket) => {
      onEntered(socket)
      this.onEntered = onReturned
    }
    this.onLost = onLost
    this.entry = {
      ...entry,
      lookedIntoMax: LOOKED_INTO_MAX,
      onAck: (_lean, id, frame) => onAck(this, id, frame),
      onEvent: (_lean, frame) => onEvent(this, frame),
      onLost: () => this.lost(),
    }
  }

  connect() {
    LeanSocket.open(this.entry).then(
      (lean) => {
        this.lean = lean
        this.attempts = 0
        this.hasEntered = true
        this.onEntered(this)
      },
      // Where nobody listens it is closed already; one that was refused is closed, and asks again as well.
      ({ refused }) => refused?.terminate(),
    )
  }

  /** Sends a command; returns the number that its ack will carry. */
  send(event, payload) {
    return this.lean.send(event, payload)
  }

  lost() {
    if (this.hasEntered) {
      this.hasEntered = false
      this.onLost(this)
    }
    setTimeout(() => this.connect(), waitBefore(this.attempts))
    this.attempts += 1
  }
}
