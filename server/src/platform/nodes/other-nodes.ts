import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { Server } from 'socket.io'
import { z } from 'zod'
import { hasAnyone } from '../realtime/has-anyone.js'
import { RedisLink } from './redis-link.js'
import { gatheringAdapter, handOn, writeGathered } from './stream-records.js'
import type { NodeMessage } from './stream-records.js'

/** What may be on its way to Redis at once; what comes above it is not sent, and clients find it by their cursors. */
const UNDER_WAY_MAX = 2_000

/** The kinds of the adapter's messages, as `socket.io-adapter` numbers them, and a note of this server to itself on another node. */
const Kind = { broadcast: 3, join: 4, leave: 5, disconnect: 6, note: 101 } as const
const EVENT_PACKET = 2

export interface Sockets {
  namespace: string
  rooms: string[]
  exceptSocket?: string | undefined
}

/** What a part of the server tells the same part on other nodes. It may get lost: nothing but speed may depend on it. */
export interface NodeNote<Payload extends z.ZodType> {
  name: string
  payload: Payload
}

const Note = z.object({ name: z.string(), payload: z.unknown() })
const Broadcast = z.object({ opts: z.object({ rooms: z.array(z.string()), except: z.array(z.string()) }) })

/**
 * Tells the other nodes what their sockets should get. Never waited for and bounded: this node's own sockets have been served
 * before, because the adapter's own emit would wait for Redis first. What is told at one moment goes as one record. Without
 * `REDIS_URL` it does nothing.
 */
@Singleton()
export class OtherNodes {
  @Inject()
  private readonly link!: RedisLink

  @Logger()
  private readonly logger!: ILogger

  private io: Server | undefined
  private readonly heard = new Map<string, (payload: unknown) => void>()
  private gathered: NodeMessage[] = []
  private underWay = 0

  async attach(io: Server): Promise<void> {
    if (!this.link.isShared) return
    this.link.start()
    io.adapter(await gatheringAdapter(this.link.patient(), (message) => this.take(message)))
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

  /** Leaves a note for whoever hears it on the other nodes. */
  tell<Payload extends z.ZodType>({ name }: NodeNote<Payload>, payload: z.input<Payload>): void {
    this.publish({ namespace: '/' }, { type: Kind.note, data: { name, payload } })
  }

  /** Hears the notes that other nodes leave; one that does not have its shape, as of another version, is passed over. */
  hear<Payload extends z.ZodType>(note: NodeNote<Payload>, listener: (payload: z.output<Payload>) => void): void {
    this.heard.set(note.name, (payload) => {
      const parsed = note.payload.safeParse(payload)
      if (parsed.success) listener(parsed.data)
    })
  }

  private publish({ namespace }: Pick<Sockets, 'namespace'>, message: { type: number; data: unknown }): void {
    if (this.io === undefined || !this.link.isUp || this.underWay >= UNDER_WAY_MAX) return
    this.underWay += 1
    this.gathered.push({ nsp: namespace, ...message })
    if (this.gathered.length === 1) setImmediate(() => this.send())
  }

  private send(): void {
    const messages = this.gathered
    this.gathered = []
    if (this.io === undefined) return
    const settled = () => (this.underWay -= messages.length)
    writeGathered(this.io.of('/'), messages).then(settled, settled)
  }

  private take(message: NodeMessage & { uid: string }): void {
    try {
      if (message.type === Kind.note) this.note(message.data)
      else this.deliver(message)
    } catch (error) {
      this.logger.error('what another node told was not understood: %s', (error as Error).stack)
    }
  }

  private note(data: unknown): void {
    const { name, payload } = Note.parse(data)
    this.heard.get(name)?.(payload)
  }

  private deliver(message: NodeMessage & { uid: string }): void {
    const namespace = this.io?._nsps.get(message.nsp)
    if (namespace === undefined) return
    if (message.type === Kind.broadcast) {
      const { rooms, except } = Broadcast.parse(message.data).opts
      if (!hasAnyone(namespace, { rooms, exceptSocket: except[0] })) return
    }
    handOn(namespace, message)
  }
}

const audience = ({ rooms, exceptSocket }: Sockets) => ({
  rooms,
  except: exceptSocket === undefined ? [] : [exceptSocket],
  flags: {},
})
