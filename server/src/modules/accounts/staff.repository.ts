import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Language } from '@parley/shared/accounts/staff'
import type { PresenceStatus } from '@parley/shared/presence/presence'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { canBeAssignee } from './rights-policy.js'
import { staffSchema } from './staff.schema.js'
import type { StaffDocument } from './staff.schema.js'

/** A member of staff as the rest of the server sees them: no password, ids as strings. */
export interface StaffMember {
  id: string
  tenantId: string
  login: string
  name: string
  roles: string[]
  capacity: number
  isDisabled: boolean
  initials: string | null
  /** Where their picture is. */
  avatar: string | null
  language: Language | null
  queueIds: string[]
  status: PresenceStatus
  statusNote: string | null
  /** Until when a node vouches for a live connection of theirs; null when none does. */
  reachableUntil: Date | null
  /** Since when they are in this status, there or not; null while nobody has noted it. */
  presenceSince: Date | null
  lastServedAt: Date
}

export interface NewStaffMember {
  tenantId: string
  login: string
  name: string
  /** Null: they choose it by a link. */
  passwordHash: string | null
  roles: string[]
  capacity: number
  queueIds: string[]
}

@Singleton()
export class StaffRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StaffDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('staff', staffSchema)
  }

  /** Adds an account unless the login is taken; true when it was added. */
  async add(member: NewStaffMember): Promise<boolean> {
    const queueIds = member.queueIds.map((id) => new Types.ObjectId(id))
    const fixed = { isDisabled: false, status: 'online' as const, leases: {}, lastServedAt: new Date(0), version: 1 }
    const document = { ...member, ...fixed, queueIds, createdAt: new Date() }
    try {
      await retryingContended(() => this.model.create(document))
      return true
    } catch (error) {
      if (isDuplicateOf(error, 'staff_login')) return false
      throw error
    }
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<StaffMember | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toMember(found)
  }

  /** By staff_login. */
  async findByLogin(tenantId: string, login: string): Promise<StaffMember | null> {
    const found = await this.model.findOne({ tenantId, login }).lean()
    return found && toMember(found)
  }

  /** Everyone of a tenant, by staff_login. */
  async list(tenantId: string): Promise<StaffMember[]> {
    const found = await this.model.find({ tenantId }).sort({ login: 1 }).lean()
    return found.map(toMember)
  }

  /**
   * Agents whose chosen status lets them take chats, the first so many or all, by staff_available; whether they are reachable is for
   * the caller to judge.
   */
  async listOnlineAgents(tenantId: string, most?: number): Promise<StaffMember[]> {
    const query = this.model.find({ tenantId, roles: 'agent', status: 'online', isDisabled: false }).lean()
    const found = await (most === undefined ? query : query.limit(most))
    return found.map(toMember).filter(({ roles }) => canBeAssignee(roles))
  }

  /** By _id. */
  async setStatus(
    tenantId: string,
    id: string,
    chosen: { status: PresenceStatus; statusNote: string | null },
  ): Promise<StaffMember | null> {
    const found = await this.model
      .findOneAndUpdate({ tenantId, _id: new Types.ObjectId(id) }, { $set: chosen }, { returnDocument: 'after' })
      .lean()
    return found && toMember(found)
  }

  /** Vouches, in one write, for all staff connected to a node. */
  async renewLeases(tenantId: string, ids: string[], lease: { node: string; until: Date }): Promise<void> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) }
    await this.model.updateMany({ tenantId, _id }, { $set: { [`leases.${lease.node}`]: lease.until } })
  }

  /** Takes back a node's word, and forgets those of nodes that died. */
  async dropLease(tenantId: string, id: string, node: string): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $unset: { [`leases.${node}`]: 1 } })
  }

  async joinQueue(tenantId: string, queueId: string, ids: string[]): Promise<void> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) }
    await this.model.updateMany({ tenantId, _id }, { $addToSet: { queueIds: new Types.ObjectId(queueId) } })
  }

  /** Accounts of a version without members of queues served them all: they go on with this one. By staff_login. */
  async joinQueueIfNeverAsked(tenantId: string, queueId: string): Promise<void> {
    const queueIds = [new Types.ObjectId(queueId)]
    await this.model.updateMany({ tenantId, queueIds: { $exists: false } }, { $set: { queueIds } })
  }

  async leaveQueue(tenantId: string, queueId: string, ids: string[]): Promise<void> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) }
    await this.model.updateMany({ tenantId, _id }, { $pull: { queueIds: new Types.ObjectId(queueId) } })
  }

  /** They came, went or chose another status. */
  async notePresence(tenantId: string, id: string, presenceSince: Date): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $set: { presenceSince } })
  }

  async noteServed(tenantId: string, id: string, at: Date): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $max: { lastServedAt: at } })
  }
}

/** The account without what proves it. */
export function toMember(document: StaffDocument): StaffMember {
  const expiries = Object.values(document.leases).map((expiry) => expiry.getTime())
  return {
    id: document._id.toHexString(),
    tenantId: document.tenantId,
    login: document.login,
    name: document.name,
    roles: document.roles,
    capacity: document.capacity,
    isDisabled: document.isDisabled,
    initials: document.initials ?? null,
    avatar: document.avatar ?? null,
    language: document.language ?? null,
    queueIds: (document.queueIds ?? []).map((id) => id.toHexString()),
    status: document.status,
    statusNote: document.statusNote ?? null,
    presenceSince: document.presenceSince ?? null,
    reachableUntil: expiries.length === 0 ? null : new Date(Math.max(...expiries)),
    lastServedAt: document.lastServedAt,
  }
}
