import { Inject, Singleton } from '@midwayjs/core'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { Server } from 'socket.io'
import { RedisLink } from './redis-link.js'

/** What may be on its way to Redis at once; what comes above it is not sent, and clients find it by their cursors. */
const UNDER_WAY_MAX = 2_000
/** About a minute of a busy installation: a node that was paused for longer reads from the store. */
const STREAM_MAX = 50_000

/** The kinds of the adapter's messages, as `socket.io-adapter` numbers them. */
const Kind = { broadcast: 3, join: 4, leave: 5, disconnect: 6 } as const
const EVENT_PACKET = 2

/** The part of the adapter that writes to the stream without delivering on this node first. */
interface Publisher {
  publishAndReturnOffset: (message: { type: number; data: unknown }) => Promise<string>
}

export interface Sockets {
  namespace: string
  rooms: string[]
  exceptSocket?: string | undefined
}

/**
 * Tells the other nodes what their sockets should get. Never waited for and bounded: this node's own sockets have been served
 * before, because the adapter's own emit would wait for Redis first. Without `REDIS_URL` it does nothing.
 */
@Singleton()
export class OtherNodes {
  @Inject()
  private readonly link!: RedisLink

  private io: Server | undefined
  private underWay = 0

  attach(io: Server): void {
    if (!this.link.isShared) return
    this.link.start()
    io.adapter(
      createAdapter(this.link.patient(), { streamName: 'parley', channelPrefix: 'parley', maxLen: STREAM_MAX }),
    )
    this.io = io
  }

  emit(sockets: Sockets, name: string, payload: unknown): void {
    const packet = { type: EVENT_PACKET, data: [name, payload], nsp: sockets.namespace }
    this.publish(sockets, { type: Kind.broadcast, data: { packet, opts: audience(sockets) } })
  }

  join(sockets: Sockets, room: string): void {
    this.publish(sockets, { type: Kind.join, data: { opts: audience(sockets), rooms: [room] } })
  }

  leave(sockets: Sockets, room: string): void {
    this.publish(sockets, { type: Kind.leave, data: { opts: audience(sockets), rooms: [room] } })
  }

  disconnect(sockets: Sockets): void {
    this.publish(sockets, { type: Kind.disconnect, data: { opts: audience(sockets), close: true } })
  }

  private publish({ namespace }: Sockets, message: { type: number; data: unknown }): void {
    if (this.io === undefined || !this.link.isUp || this.underWay >= UNDER_WAY_MAX) return
    const publisher = this.io.of(namespace).adapter as unknown as Publisher
    this.underWay += 1
    const settled = () => (this.underWay -= 1)
    publisher.publishAndReturnOffset(message).then(settled, settled)
  }
}

const audience = ({ rooms, exceptSocket }: Sockets) => ({
  rooms,
  except: exceptSocket === undefined ? [] : [exceptSocket],
  flags: {},
})
