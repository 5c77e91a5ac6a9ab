import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { FactDefinition } from '@parley/shared/kernel/command'
import type { Namespace, Server, Socket } from 'socket.io'
import type { z } from 'zod'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../http/address.js'
import { MongoConnection } from '../mongo/connection.js'
import { OtherNodes } from '../nodes/other-nodes.js'
import type { Sockets } from '../nodes/other-nodes.js'
import { isMeantBy } from '../principal.js'
import type { Principal } from '../principal.js'
import { closeInWaves } from './close-in-waves.js'
import type { CommandRow } from './command-registry.js'
import { dispatch, isStoreAway } from './dispatch.js'
import type { StoredRevocation } from './revocation.repository.js'
import { hasAnyone } from './has-anyone.js'
import { principalRoom, tenantRoom } from './rooms.js'
import { requireOwnProtocol } from './own-protocol.js'
import { cutAt } from './expiring-socket.js'
import { cutWhenSlow } from './slow-socket.js'
import { SocketMetrics } from './socket-metrics.js'

/** What a namespace is made of: who may enter, the rooms that are theirs, and what they may ask for. */
export interface NamespaceOptions<Caller extends Principal> {
  authenticate: (handshake: Socket['handshake'], address: string) => Promise<Caller>
  /** Further rooms of theirs; joined before the client is told that it is connected, so nothing falls before the first read. */
  roomsOf: (caller: Caller) => string[] | Promise<string[]>
  table: ReadonlyMap<string, CommandRow<Caller>>
  onConnected?: (caller: Caller, socketId: string) => void
  onDisconnected?: (caller: Caller, socketId: string) => void
}

/** How many sockets one principal may hold: enough for many tabs. */
const SOCKETS_PER_PRINCIPAL_MAX = 50

/** How long a stop waits for commands that have begun. */
const DRAIN_WITHIN_MS = 10_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What is kept with a connection that was let in. */
interface Admitted {
  principal: Principal
  /** Before their rights were read: a change after it may not be in them. */
  authenticatedAt: Date
}

type Packet = [event: string, ...rest: unknown[]]

/** The Socket.IO server: namespaces with a gate, typed commands in, typed facts out to rooms. */
@Singleton()
export class RealtimeServer {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly otherNodes!: OtherNodes

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly metrics!: SocketMetrics

  @Logger()
  private readonly logger!: ILogger

  private io: Server | undefined
  private readonly opened: Namespace[] = []
  private isDraining = false
  /** Commands that have begun and are not answered yet. */
  private underWay = 0

  async attach(io: Server): Promise<void> {
    await this.otherNodes.attach(io)
    this.io = io
  }

  /** Opens a namespace. The gate stands in `use`, before the connection exists: a refused client never sends an event. */
  open<Caller extends Principal>(name: string, options: NamespaceOptions<Caller>): void {
    const namespace = this.namespace(name)
    this.opened.push(namespace)
    namespace.use((socket, next) => {
      // Cut, not refused: a client that is refused gives up, one that is cut tries again, where another server answers.
      if (this.isDraining) return socket.conn.close()
      this.enter(socket, options).then(
        () => {
          this.metrics.handshake(name, 'ok')
          next()
        },
        (error: unknown) => {
          const refusal = this.refusal(error)
          this.metrics.handshake(name, refusal.message)
          next(refusal)
        },
      )
    })
    namespace.on('connection', (socket) => this.serve(socket, options))
  }

  /** Sends a fact to every socket in any of the rooms, once each. */
  emit<Fact extends FactDefinition>(target: Sockets, fact: Fact, payload: z.input<Fact['payload']>): void {
    if (target.rooms.length === 0) return
    this.emitHere(target, fact, payload)
    this.otherNodes.emit(target, fact.name, payload)
  }

  /** The same to the sockets of this node alone: each node tells its own what it read from the store. */
  emitHere<Fact extends FactDefinition>(target: Sockets, fact: Fact, payload: z.input<Fact['payload']>): void {
    const namespace = this.namespace(target.namespace)
    if (!hasAnyone(namespace, target)) return
    const to = namespace.local.to(target.rooms)
    const audience = target.exceptSocket === undefined ? to : to.except(target.exceptSocket)
    audience.emit(fact.name, payload)
  }

  /** Lets every socket of some rooms enter or leave a further one. */
  moveRoom(target: { namespace: string; of: string[]; join?: string; leave?: string }): void {
    const { namespace, of: rooms, join, leave } = target
    const here = this.namespace(namespace).local.in(rooms)
    if (join !== undefined) {
      here.socketsJoin(join)
      this.otherNodes.join({ namespace, rooms }, join)
    }
    if (leave !== undefined) {
      here.socketsLeave(leave)
      this.otherNodes.leave({ namespace, rooms }, leave)
    }
  }

  /** Ends the connections of some rooms; who may come back does so by the gate. */
  cut(target: Sockets): void {
    this.namespace(target.namespace).local.in(target.rooms).disconnectSockets(true)
    this.otherNodes.disconnect(target)
  }

  /** Cuts those connections of a principal, or of a whole tenant, that were let in before a moment. */
  revoke({ tenantId, key, sessionId, exceptSessionId, at }: StoredRevocation): void {
    const room = key === null ? tenantRoom(tenantId) : principalRoom(tenantId, key)
    this.disconnectWhere(room, ({ principal, authenticatedAt }) => {
      const since = principal.key === key ? authenticatedAt : (principal.cutBySince ?? authenticatedAt)
      if (since >= at || !isMeantBy(principal, key)) return false
      if (sessionId !== null) return principal.sessionId === sessionId
      return exceptSessionId === null || principal.sessionId !== exceptSessionId
    })
  }

  private disconnectWhere(room: string, isMeant: (admitted: Admitted) => boolean): void {
    for (const namespace of this.io?._nsps.values() ?? []) {
      for (const id of [...(namespace.adapter.rooms.get(room) ?? [])]) {
        const socket = namespace.sockets.get(id)
        const admitted = socket?.data as Partial<Admitted> | undefined
        if (admitted?.principal !== undefined && isMeant(admitted as Admitted)) socket?.disconnect()
      }
    }
  }

  /** How many sockets of each namespace this node serves. */
  socketCounts(): { namespace: string; value: number }[] {
    return this.opened.map(({ name, sockets }) => ({ namespace: name, value: sockets.size }))
  }

  get commandsUnderWay(): number {
    return this.underWay
  }

  /** Refuses newcomers while the server stops; those connected keep their answers coming. */
  startDraining(): void {
    this.isDraining = true
  }

  /** Waits until every command that has begun is answered, then closes the connections. */
  async drain(): Promise<void> {
    const end = Date.now() + DRAIN_WITHIN_MS
    while (this.underWay > 0 && Date.now() < end) await pause(20)
    await closeInWaves(this.opened)
  }

  private namespace(name: string): Namespace {
    if (this.io === undefined) throw new Error('The realtime server is not attached yet')
    return this.io.of(name)
  }

  private async enter<Caller extends Principal>(socket: Socket, options: NamespaceOptions<Caller>): Promise<void> {
    const authenticatedAt = this.mongo.now()
    requireOwnProtocol(socket.handshake)
    const address = addressOf(socket.request, this.settings.values.trustedProxies)
    const caller = await options.authenticate(socket.handshake, address)
    const own = principalRoom(caller.tenantId, caller.key)
    if ((socket.nsp.adapter.rooms.get(own)?.size ?? 0) >= SOCKETS_PER_PRINCIPAL_MAX)
      throw new ParleyError('rate_limited')
    socket.data = { principal: caller, authenticatedAt } satisfies Admitted
    const cutBy = (caller.cutBy ?? []).map((key) => principalRoom(caller.tenantId, key))
    await socket.join([own, tenantRoom(caller.tenantId), ...cutBy, ...(await options.roomsOf(caller))])
  }

  private refusal(error: unknown): Error {
    const isExpected = error instanceof ParleyError
    if (!isExpected && !isStoreAway(error)) this.logger.error('a handshake failed: %s', (error as Error).stack)
    const wire = isExpected ? error.toWire() : { code: 'unavailable' as const }
    return Object.assign(new Error(wire.code), { data: wire })
  }

  private serve<Caller extends Principal>(socket: Socket, options: NamespaceOptions<Caller>): void {
    const caller = (socket.data as { principal?: Caller }).principal
    if (caller === undefined) {
      socket.disconnect(true)
      return
    }
    let frameBytes = 0
    socket.conn.on('packet', (packet: { data?: unknown }) => {
      frameBytes = typeof packet.data === 'string' ? Buffer.byteLength(packet.data) : 0
    })
    cutWhenSlow(socket, () => {
      this.metrics.slowClientCut()
      this.logger.warn('cut a slow socket of %s', caller.key)
    })
    const connection = {
      id: socket.id,
      join: (room: string) => void socket.join(room),
      leave: (room: string) => void socket.leave(room),
    }
    const { table } = options
    socket.use((packet, _next) => {
      // Every event ends here: none is handed on to listeners, so an unknown one is answered like any other.
      const [event, ...rest] = packet as Packet
      const acknowledge = rest.at(-1)
      const payload = typeof acknowledge === 'function' ? rest.at(-2) : rest[0]
      this.underWay += 1
      const answered = this.metrics.begin(table.has(event) ? event : 'unknown')
      void dispatch({ table, caller, connection, event, payload, bytes: frameBytes }, (error) =>
        this.logger.error('%s failed: %s', table.has(event) ? event : 'an unknown command', (error as Error).stack),
      ).then((ack) => {
        this.underWay -= 1
        answered(ack)
        if (typeof acknowledge === 'function') (acknowledge as (ack: unknown) => void)(ack)
      })
    })
    options.onConnected?.(caller, socket.id)
    const forgetExpiry = caller.expiresAt === undefined ? undefined : cutAt(socket, caller.expiresAt)
    socket.on('disconnect', () => {
      forgetExpiry?.()
      options.onDisconnected?.(caller, socket.id)
    })
  }
}
