import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { staffSessionSchema } from './staff-session.schema.js'
import type { StaffSessionDocument } from './staff-session.schema.js'

export interface StaffSession {
  id: string
  tenantId: string
  tokenHash: string
  staffId: string
  createdAt: Date
  expiresAt: Date
  lastSeenAt: Date
  address: string
  client: string
}

/** More browsers of one person than anybody has. */
const LISTED_MAX = 200

@Singleton()
export class StaffSessionRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StaffSessionDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('staffSessions', staffSessionSchema)
  }

  async add(session: Omit<StaffSession, 'id'>): Promise<void> {
    await this.model.create({ ...session, staffId: new Types.ObjectId(session.staffId) })
  }

  /** By staffSessions_token: the token's hash is what names the tenant. */
  async findByTokenHash(tokenHash: string): Promise<StaffSession | null> {
    const found = await this.model
      .findOne({ tokenHash })
      .comment('every tenant: a session token is what names its tenant')
      .lean()
    return found && toSession(found)
  }

  /** One person's, newest first, by staffSessions_staff. */
  async list(tenantId: string, staffId: string): Promise<StaffSession[]> {
    const found = await this.model
      .find({ tenantId, staffId: new Types.ObjectId(staffId) })
      .sort({ createdAt: -1 })
      .limit(LISTED_MAX)
      .lean()
    return found.map(toSession)
  }

  async noteSeen(tenantId: string, id: string, lastSeenAt: Date): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $set: { lastSeenAt } })
  }

  async removeByToken(tenantId: string, tokenHash: string): Promise<void> {
    await this.model.deleteOne({ tenantId, tokenHash })
  }

  /** One of a person's; false when they have none of this id. */
  async remove(tenantId: string, staffId: string, id: string): Promise<boolean> {
    const _id = new Types.ObjectId(id)
    const { deletedCount } = await this.model.deleteOne({ tenantId, _id, staffId: new Types.ObjectId(staffId) })
    return deletedCount === 1
  }

  /** All of a person's but one; tells how many. */
  async removeAll(tenantId: string, staffId: string, exceptId: string | null): Promise<number> {
    const kept = exceptId === null ? {} : { _id: { $ne: new Types.ObjectId(exceptId) } }
    const { deletedCount } = await this.model.deleteMany({ tenantId, staffId: new Types.ObjectId(staffId), ...kept })
    return deletedCount
  }
}

function toSession(document: StaffSessionDocument): StaffSession {
  return {
    id: document._id.toHexString(),
    tenantId: document.tenantId,
    tokenHash: document.tokenHash,
    staffId: document.staffId.toHexString(),
    createdAt: document.createdAt,
    expiresAt: document.expiresAt,
    lastSeenAt: document.lastSeenAt ?? document.createdAt,
    address: document.address ?? '',
    client: document.client ?? '',
  }
}
