// A Socket.IO client at the level of WebSocket frames: it parses what a measurement needs and nothing else, so that the clients
// leave the core to the server. The same for every server that is measured.
import WebSocket from 'ws'

/** Frames above this are lists that few rows look into; for the others they are not even made a string. */
const LOOKED_INTO_MAX = 4_096

export class LeanSocket {
  /**
   * Resolves when the namespace is entered. `onAck(socket, id, frame)` and `onEvent(socket, frame)` get frames as text;
   * `onLost(reason)` is called if the connection ends.
   */
  static open({ port, namespace, auth = {}, cookie, lookedIntoMax = LOOKED_INTO_MAX, ...listeners }) {
    const address = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      headers: cookie === undefined ? {} : { cookie },
    })
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      const lean = new LeanSocket(socket, namespace, { ...listeners, lookedIntoMax })
      lean.entered = resolve
      lean.refused = reject
      lean.auth = auth
    })
  }

  constructor(socket, namespace, listeners) {
    this.socket = socket
    this.namespace = namespace
    this.listeners = listeners
    this.eventPrefix = `42${namespace},[`
    this.ackPrefix = `43${namespace},`
    this.calls = 0
    socket.on('message', (data) => data.length <= listeners.lookedIntoMax && this.receive(data.toString('latin1')))
    socket.on('close', (code) => listeners.onLost?.(`${namespace} closed with ${code}`))
  }

  /** Sends a command; returns the number that its ack will carry. */
  send(event, payload) {
    const id = (this.calls += 1)
    this.socket.send(`42${this.namespace},${id}["${event}",${payload}]`)
    return id
  }

  close() {
    this.listeners.onLost = undefined
    this.socket.close()
  }

  receive(frame) {
    if (frame.startsWith(this.eventPrefix)) {
      this.listeners.onEvent(this, frame)
    } else if (frame.startsWith(this.ackPrefix)) {
      const start = this.ackPrefix.length
      this.listeners.onAck(this, Number(frame.slice(start, frame.indexOf('[', start))), frame)
    } else if (frame === '2') {
      this.socket.send('3')
    } else if (frame.startsWith('0')) {
      this.socket.send(`40${this.namespace},${JSON.stringify(this.auth)}`)
    } else if (frame.startsWith(`40${this.namespace}`)) {
      this.entered(this)
    } else if (frame.startsWith('44')) {
      this.refused(Object.assign(new Error(`refused: ${frame}`), { refused: this.socket }))
    }
  }
}
