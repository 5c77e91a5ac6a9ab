import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { StaffPresence as Presence } from '@parley/shared/presence/presence'
import { FactBus } from '../../platform/fact-bus.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { NodeIdentity } from '../../platform/nodes/node-identity.js'
import { canBeAssignee, StaffRepository } from '../accounts/index.js'
import type { StaffMember, StaffPrincipal } from '../accounts/index.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** Someone chose another status, became reachable or stopped being so. */
    'presence:changed': { tenantId: string; presence: Presence }
  }
}

const LEASE_LASTS_MS = 30_000
const RENEW_EVERY_MS = 10_000
/** A reload closes the last socket and opens another: that is no absence. */
const GRACE_MS = 5_000

/** Whether someone is reachable, by the leases that nodes hold for them and the store's clock. */
export function isReachable(member: StaffMember, storeNow: Date): boolean {
  return member.reachableUntil !== null && member.reachableUntil > storeNow
}

/** Somebody as their colleagues see them. */
export function presenceOf(member: StaffMember, storeNow: Date): Presence {
  const { id, name, status, statusNote, roles } = member
  const takesChats = canBeAssignee(roles)
  return { staffId: id, name, status, statusNote, isReachable: isReachable(member, storeNow), takesChats }
}

interface Connected {
  tenantId: string
  sockets: Set<string>
  leaving: NodeJS.Timeout | undefined
}

/** Who of the staff is connected here, vouched for by a lease in the store that this node renews for all of them at once. */
@Singleton()
export class StaffConnections {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly node!: NodeIdentity

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private readonly connected = new Map<string, Connected>()
  private timer: NodeJS.Timeout | undefined

  start(): void {
    this.timer = setInterval(() => void this.renewAll(), RENEW_EVERY_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    for (const [staffId, { tenantId, leaving }] of this.connected) {
      clearTimeout(leaving)
      await this.staff.dropLease(tenantId, staffId, this.node.id).catch(() => undefined)
    }
    this.connected.clear()
  }

  arrived({ tenantId, staffId }: StaffPrincipal, socketId: string): void {
    const known = this.connected.get(staffId)
    clearTimeout(known?.leaving)
    const sockets = known?.sockets ?? new Set<string>()
    sockets.add(socketId)
    this.connected.set(staffId, { tenantId, sockets, leaving: undefined })
    if (known === undefined) this.tell(tenantId, staffId, this.come(tenantId, staffId))
  }

  left({ tenantId, staffId }: StaffPrincipal, socketId: string): void {
    const known = this.connected.get(staffId)
    known?.sockets.delete(socketId)
    if (known === undefined || known.sockets.size > 0) return
    known.leaving = setTimeout(() => {
      this.connected.delete(staffId)
      this.tell(tenantId, staffId, this.go(tenantId, staffId))
    }, GRACE_MS)
    known.leaving.unref()
  }

  /** Announces how someone is now, from the store. */
  async announce(tenantId: string, staffId: string): Promise<void> {
    const member = await this.staff.find(tenantId, staffId)
    if (member === null) return
    this.bus.publish('presence:changed', { tenantId, presence: presenceOf(member, this.mongo.now()) })
  }

  /** Vouches for them; whoever another node vouches for already has been there since before. */
  private async come(tenantId: string, staffId: string): Promise<void> {
    const member = await this.staff.find(tenantId, staffId)
    const wasThere = member !== null && isReachable(member, this.mongo.now())
    await this.renew(tenantId, [staffId])
    if (!wasThere) await this.staff.notePresence(tenantId, staffId, this.mongo.now())
  }

  private async go(tenantId: string, staffId: string): Promise<void> {
    await this.staff.dropLease(tenantId, staffId, this.node.id)
    const member = await this.staff.find(tenantId, staffId)
    if (member !== null && !isReachable(member, this.mongo.now()))
      await this.staff.notePresence(tenantId, staffId, this.mongo.now())
  }

  private tell(tenantId: string, staffId: string, written: Promise<void>): void {
    written
      .then(() => this.announce(tenantId, staffId))
      .catch((error: Error) => this.logger.warn('presence of %s could not be stored: %s', staffId, error.message))
  }

  private renew(tenantId: string, staffIds: string[]): Promise<void> {
    const until = new Date(this.mongo.now().getTime() + LEASE_LASTS_MS)
    return this.staff.renewLeases(tenantId, staffIds, { node: this.node.id, until })
  }

  private async renewAll(): Promise<void> {
    const byTenant = new Map<string, string[]>()
    for (const [staffId, { tenantId }] of this.connected) {
      byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), staffId])
    }
    for (const [tenantId, staffIds] of byTenant) {
      await this.renew(tenantId, staffIds).catch((error: Error) => {
        this.logger.warn('leases could not be renewed: %s', error.message)
      })
    }
  }
}
