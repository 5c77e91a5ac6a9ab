import { callOver } from '@parley/shared/kernel/call'
import type { CallCommand } from '@parley/shared/kernel/command'
import { ParleyError } from '@parley/shared/kernel/errors'
import { PROTOCOL_VERSION } from '@parley/shared/kernel/protocol-version'
import type { ContactCommands, ContactFacts } from '@parley/shared/protocol'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { shallowReactive } from 'vue'

export type ContactCall = CallCommand<ContactCommands>
export type OnFact = <Name extends keyof ContactFacts & string>(
  name: Name,
  take: (payload: ContactFacts[Name]) => void,
) => void

export interface ConnectionDoors {
  token: () => string | undefined
  /** Begins the session again; false when there will be none. */
  renewSession: () => Promise<boolean>
}

/** A break shorter than this is not worth a word. */
const WORTH_SAYING_MS = 2_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

/** The socket of the visitor: comes back by itself whatever ended it, with a new session when the old one is refused. */
export class ConnectionStore {
  readonly state = shallowReactive({
    isConnected: false,
    /** Without a connection for so long that the visitor should know. */
    isDown: false,
    isNetworkThere: navigator.onLine,
    /** The server speaks another version than this page. */
    isOutdated: false,
  })
  private readonly socket: Socket
  private readonly send: ContactCall
  private refusals = 0
  private waiting: ReturnType<typeof setTimeout> | undefined
  private downTimer: ReturnType<typeof setTimeout> | undefined
  private isRenewing = false

  constructor(private readonly doors: ConnectionDoors) {
    this.socket = io('/contact', {
      autoConnect: false,
      auth: (give) => give({ token: doors.token(), protocol: PROTOCOL_VERSION }),
    })
    this.send = callOver<ContactCommands>(this.socket)
    this.socket.on('connect', () => this.connected())
    this.socket.on('disconnect', () => this.disconnected())
    this.socket.on('connect_error', (error: Error & { data?: { code?: string } }) => this.refused(error.data?.code))
    addEventListener('online', () => this.networkChanged())
    addEventListener('offline', () => this.networkChanged())
    this.watchDown()
  }

  readonly call: ContactCall = async (name, input) => {
    try {
      return await this.send(name, input)
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'unauthenticated') throw error
      this.connectLater('unauthenticated')
      throw new ParleyError('unavailable')
    }
  }

  readonly onFact: OnFact = (name, take) => {
    this.socket.on<string>(name, take)
  }

  onConnected(take: () => void): void {
    this.socket.on('connect', take)
  }

  connect(): void {
    this.socket.connect()
  }

  /** Nothing is heard or said until somebody connects again. */
  disconnect(): void {
    clearTimeout(this.waiting)
    this.socket.disconnect()
  }

  /** Now, instead of when the next attempt is due. */
  reconnectNow(): void {
    if (this.socket.connected || this.isRenewing || this.doors.token() === undefined) return
    clearTimeout(this.waiting)
    this.socket.disconnect().connect()
  }

  /** As somebody else: the rooms of the one before must not be kept. */
  reconnectAnew(): void {
    this.socket.disconnect().connect()
  }

  private connected(): void {
    this.refusals = 0
    clearTimeout(this.downTimer)
    Object.assign(this.state, { isConnected: true, isDown: false, isNetworkThere: true, isOutdated: false })
  }

  private disconnected(): void {
    this.state.isConnected = false
    this.watchDown()
    if (!this.socket.active) this.connectLater()
  }

  /** While the socket is active it tries again by itself; a refusal by the server is final to it. */
  private refused(code: string | undefined): void {
    if (this.socket.active) return
    this.state.isOutdated = code === 'reload_required'
    if (code === 'unauthenticated' && this.refusals === 0) void this.renew()
    else this.connectLater(code)
  }

  private connectLater(code?: string): void {
    const next = code === 'unauthenticated' ? () => void this.renew() : () => this.reconnectAnew()
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.refusals++)
    clearTimeout(this.waiting)
    this.waiting = setTimeout(next, wait * (0.75 + Math.random() / 2))
  }

  private async renew(): Promise<void> {
    if (this.isRenewing) return
    this.isRenewing = true
    this.refusals++
    const isBegun = await this.doors.renewSession()
    this.isRenewing = false
    if (isBegun) this.reconnectAnew()
  }

  private watchDown(): void {
    clearTimeout(this.downTimer)
    this.downTimer = setTimeout(() => (this.state.isDown = true), WORTH_SAYING_MS)
  }

  private networkChanged(): void {
    this.state.isNetworkThere = navigator.onLine
    if (navigator.onLine) this.reconnectNow()
  }
}
