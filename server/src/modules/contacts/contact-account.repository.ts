import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { contactAccountSchema, LOGIN_INDEX } from './contact-account.schema.js'
import type { ContactAccountDocument } from './contact-account.schema.js'

/** An account with ids as strings. */
export interface ContactAccount {
  tenantId: string
  channelId: string
  login: string
  passwordHash: string
  contactId: string
}

@Singleton()
export class ContactAccountRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ContactAccountDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contactAccounts', contactAccountSchema)
  }

  /** Adds an account; false when its login is taken in the channel. */
  async add(account: ContactAccount, createdAt: Date): Promise<boolean> {
    const ids = { channelId: new Types.ObjectId(account.channelId), contactId: new Types.ObjectId(account.contactId) }
    try {
      await retryingContended(() => this.model.create({ ...account, ...ids, createdAt }))
      return true
    } catch (error) {
      if (isDuplicateOf(error, LOGIN_INDEX)) return false
      throw error
    }
  }

  /** By contactAccounts_login. */
  async find(tenantId: string, channelId: string, login: string): Promise<ContactAccount | null> {
    const found = await this.model.findOne({ tenantId, channelId: new Types.ObjectId(channelId), login }).lean()
    return found && toAccount(found)
  }

  /** Lets a link set a new password, instead of any former one; false when the contact has no account. By contactAccounts_contact. */
  async allowReset(
    { tenantId, id }: { tenantId: string; id: string },
    reset: { resetHash: string; resetExpiresAt: Date },
  ): Promise<boolean> {
    const contactId = new Types.ObjectId(id)
    const { matchedCount } = await this.model.updateOne({ tenantId, contactId }, { $set: reset })
    return matchedCount > 0
  }

  /** Whose link it is, if it still counts. By contactAccounts_reset. */
  async findByReset(
    { tenantId, channelId }: { tenantId: string; channelId: string },
    resetHash: string,
    now: Date,
  ): Promise<ContactAccount | null> {
    const found = await this.model
      .findOne({ tenantId, resetHash, channelId: new Types.ObjectId(channelId), resetExpiresAt: { $gt: now } })
      .lean()
    return found && toAccount(found)
  }

  /** Sets the password and uses the link up, in one update: of two who have it, one succeeds. */
  async resetPassword(
    { tenantId, login, channelId }: ContactAccount,
    resetHash: string,
    passwordHash: string,
  ): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(
      { tenantId, channelId: new Types.ObjectId(channelId), login, resetHash },
      { $set: { passwordHash }, $unset: { resetHash: 1, resetExpiresAt: 1 } },
    )
    return matchedCount > 0
  }
}

function toAccount({ tenantId, channelId, login, passwordHash, contactId }: ContactAccountDocument): ContactAccount {
  return { tenantId, channelId: channelId.toHexString(), login, passwordHash, contactId: contactId.toHexString() }
}
