import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { retryingContended } from '../../platform/mongo/duplicate-key.js'
import { staffLinkSchema } from './staff-link.schema.js'
import type { StaffLinkDocument } from './staff-link.schema.js'

export interface StaffLink {
  tenantId: string
  staffId: string
  tokenHash: string
  purpose: 'invite' | 'reset'
  expiresAt: Date
}

const BY_TOKEN = 'every tenant: the secret of a link is what names its tenant'

@Singleton()
export class StaffLinkRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StaffLinkDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('staffLinks', staffLinkSchema)
  }

  /** The one link of a person; an earlier one stops working. By staffLinks_staff. */
  async put({ tenantId, staffId, ...link }: StaffLink): Promise<void> {
    const key = { tenantId, staffId: new Types.ObjectId(staffId) }
    await retryingContended(() => this.model.updateOne(key, { $set: link }, { upsert: true }))
  }

  /** By staffLinks_token. */
  async find(tokenHash: string): Promise<StaffLink | null> {
    const found = await this.model.findOne({ tokenHash }).comment(BY_TOKEN).lean()
    return found && toLink(found)
  }

  /** Uses one up; of two at once one gets it. */
  async take(tenantId: string, tokenHash: string): Promise<boolean> {
    return (await this.model.deleteOne({ tenantId, tokenHash })).deletedCount === 1
  }

  async removeOf(tenantId: string, staffId: string): Promise<void> {
    await this.model.deleteOne({ tenantId, staffId: new Types.ObjectId(staffId) })
  }
}

function toLink({ tenantId, staffId, tokenHash, purpose, expiresAt }: StaffLinkDocument): StaffLink {
  return { tenantId, staffId: staffId.toHexString(), tokenHash, purpose, expiresAt }
}
