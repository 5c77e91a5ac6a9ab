import { Inject, Singleton } from '@midwayjs/core'
import { AvailabilityChanged, PresenceChanged } from '@parley/shared/presence/presence'
import { FactBus } from '../../platform/fact-bus.js'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { RedisLink } from '../../platform/nodes/redis-link.js'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { tenantRoom } from '../../platform/realtime/rooms.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffMember } from '../accounts/index.js'
import { isReachable } from './staff-presence.js'

/** Nearly always one of so few is there. */
const FIRST = 20
/** Nobody is told that a lease ran out, so what was read serves so long. */
const KEPT_MS = 1_000

/** Who could answer now, and telling everyone when that changes. */
@Singleton()
export class Availability {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly realtime!: RealtimeServer

  @Inject()
  private readonly link!: RedisLink

  @Inject()
  private readonly bus!: FactBus

  /** After a restart every contact of a tenant asks at once: all that ask meanwhile are answered together. */
  private readonly answers = new GatheredReads<boolean>(
    async (tenantId) => new Map([[tenantId, await this.findAnyone(tenantId)]]),
  )

  /** What contacts were last told, by tenant. */
  private readonly told = new Map<string, boolean>()
  /** What was read last, by tenant: a node by itself hears of every change, so it need not read for each who asks. */
  private readonly kept = new Map<string, { isAnyone: boolean; until: number }>()
  private changes = 0

  start(): void {
    this.bus.on('presence:changed', async ({ tenantId, presence }) => {
      this.changes += 1
      this.kept.delete(tenantId)
      this.realtime.emit({ namespace: '/staff', rooms: [tenantRoom(tenantId)] }, PresenceChanged, { presence })
      await this.tellContacts(tenantId)
    })
  }

  /** Agents whose status and connection let them take chats, whatever their queues. */
  async reachableAgents(tenantId: string): Promise<StaffMember[]> {
    const agents = await this.staff.listOnlineAgents(tenantId)
    return agents.filter((agent) => isReachable(agent, this.mongo.now()))
  }

  async isAnyoneOnline(tenantId: string): Promise<boolean> {
    const kept = this.kept.get(tenantId)
    if (kept !== undefined && kept.until > performance.now()) return kept.isAnyone
    const { changes } = this
    const isAnyone = (await this.answers.get(tenantId, tenantId)) === true
    if (changes === this.changes && !this.link.isShared)
      this.kept.set(tenantId, { isAnyone, until: performance.now() + KEPT_MS })
    return isAnyone
  }

  private async findAnyone(tenantId: string): Promise<boolean> {
    const first = await this.staff.listOnlineAgents(tenantId, FIRST)
    if (first.some((agent) => isReachable(agent, this.mongo.now()))) return true
    return (await this.reachableAgents(tenantId)).length > 0
  }

  private async tellContacts(tenantId: string): Promise<void> {
    const isAnyoneOnline = await this.isAnyoneOnline(tenantId)
    if (this.told.get(tenantId) === isAnyoneOnline) return
    this.told.set(tenantId, isAnyoneOnline)
    this.realtime.emit({ namespace: '/contact', rooms: [tenantRoom(tenantId)] }, AvailabilityChanged, {
      isAnyoneOnline,
    })
  }
}
