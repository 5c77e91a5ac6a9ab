import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { toMember } from './staff.repository.js'
import type { StaffMember } from './staff.repository.js'
import { staffSchema } from './staff.schema.js'
import type { StaffDocument, StoredTotp } from './staff.schema.js'

/** What somebody proves who they are with. It leaves the repository to be compared, and goes nowhere else. */
export interface StaffCredentials {
  member: StaffMember
  passwordHash: string | null
  totp: StoredTotp | null
}

@Singleton()
export class StaffCredentialsRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StaffDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('staff', staffSchema)
  }

  /** By staff_login. */
  async findByLogin(tenantId: string, login: string): Promise<StaffCredentials | null> {
    const found = await this.model.findOne({ tenantId, login }).lean()
    return found && toCredentials(found)
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<StaffCredentials | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toCredentials(found)
  }

  async setPassword(tenantId: string, id: string, passwordHash: string): Promise<void> {
    await this.change(tenantId, id, { $set: { passwordHash } })
  }

  async noteSignIn(tenantId: string, id: string, lastSignInAt: Date): Promise<void> {
    await this.change(tenantId, id, { $set: { lastSignInAt } })
  }

  /** A second step, confirmed or not yet; null takes it away. */
  async setTotp(tenantId: string, id: string, totp: StoredTotp | null): Promise<void> {
    await this.change(tenantId, id, { $set: { totp } })
  }

  /** Confirms the second step that was begun with this secret; false when it was begun anew or is confirmed already. */
  async confirmTotp(
    tenantId: string,
    id: string,
    confirmed: { secret: string; confirmedAt: Date; step: number; recoveryHashes: string[] },
  ): Promise<boolean> {
    const { secret, confirmedAt, step, recoveryHashes } = confirmed
    const { matchedCount } = await this.model.updateOne(
      { tenantId, _id: new Types.ObjectId(id), 'totp.secret': secret, 'totp.confirmedAt': null },
      { $set: { totp: { secret, confirmedAt, lastStep: step, recoveryHashes } } },
    )
    return matchedCount === 1
  }

  /** Stores a secret in another form, unless there is another by now. By _id. */
  async replaceSecret({ tenantId, id }: StaffMember, { from, to }: { from: string; to: string }): Promise<void> {
    const _id = new Types.ObjectId(id)
    await this.model.updateOne({ tenantId, _id, 'totp.secret': from }, { $set: { 'totp.secret': to } })
  }

  async setRecoveryHashes(tenantId: string, id: string, recoveryHashes: string[]): Promise<void> {
    await this.change(tenantId, id, { $set: { 'totp.recoveryHashes': recoveryHashes } })
  }

  /** Uses up a time step; false when it, or a later one, was used before: a code counts once. */
  async takeStep(tenantId: string, id: string, step: number): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(
      { tenantId, _id: new Types.ObjectId(id), 'totp.lastStep': { $lt: step } },
      { $set: { 'totp.lastStep': step } },
    )
    return matchedCount === 1
  }

  /** Uses up a recovery code; false when there is none of this hash (any more). */
  async takeRecoveryHash(tenantId: string, id: string, hash: string): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(
      { tenantId, _id: new Types.ObjectId(id), 'totp.recoveryHashes': hash },
      { $pull: { 'totp.recoveryHashes': hash } },
    )
    return matchedCount === 1
  }

  private async change(tenantId: string, id: string, update: Record<string, unknown>): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, update)
  }
}

function toCredentials(document: StaffDocument): StaffCredentials {
  return { member: toMember(document), passwordHash: document.passwordHash, totp: document.totp ?? null }
}
