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
}

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
    return found && { ...found, id: found._id.toHexString(), staffId: found.staffId.toHexString() }
  }

  async remove(tenantId: string, tokenHash: string): Promise<void> {
    await this.model.deleteOne({ tenantId, tokenHash })
  }
}
