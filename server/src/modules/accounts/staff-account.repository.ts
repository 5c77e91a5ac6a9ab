import { Init, Inject, Singleton } from '@midwayjs/core'
import type { StaffAccount } from '@parley/shared/accounts/management'
import type { Language } from '@parley/shared/accounts/staff'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { staffSchema } from './staff.schema.js'
import type { StaffDocument } from './staff.schema.js'

/** What of an account those who manage it may set. */
export type AccountFields = Pick<
  StaffAccount,
  | 'name'
  | 'roles'
  | 'capacity'
  | 'email'
  | 'mobile'
  | 'initials'
  | 'language'
  | 'departmentId'
  | 'superiorId'
  | 'queueIds'
>

export interface NewAccount extends AccountFields {
  tenantId: string
  login: string
  passwordHash: string | null
  clientStaffId?: string
  /** Given where two who make the same account at once must make one. */
  id?: string
}

/** Accounts as those who manage them see them. */
@Singleton()
export class StaffAccountRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<StaffDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('staff', staffSchema)
  }

  /** @throws ParleyError `login_taken` */
  async create(
    { id, tenantId, login, passwordHash, clientStaffId, ...fields }: NewAccount,
    createdAt: Date,
  ): Promise<StaffAccount> {
    const document = {
      ...(clientStaffId === undefined ? {} : { clientStaffId }),
      ...(storedFields(fields) as Omit<AccountFields, 'queueIds'>),
      _id: new Types.ObjectId(id),
      tenantId,
      login,
      passwordHash,
      queueIds: fields.queueIds.map((each) => new Types.ObjectId(each)),
      isDisabled: false,
      status: 'online' as const,
      leases: {},
      lastServedAt: new Date(0),
      createdAt,
      version: 1,
    }
    try {
      await retryingContended(() => this.model.create(document as never))
    } catch (error) {
      if (isDuplicateOf(error, 'staff_login') || isDuplicateOf(error, '_id_')) throw new ParleyError('login_taken')
      throw error
    }
    return this.get(tenantId, document._id.toHexString())
  }

  /** By _id. @throws ParleyError `not_found` */
  async get(tenantId: string, id: string): Promise<StaffAccount> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    if (found === null) throw new ParleyError('not_found')
    return toAccount(found)
  }

  /** By staff_login. */
  async findByLogin(tenantId: string, login: string): Promise<StaffAccount | null> {
    const found = await this.model.findOne({ tenantId, login }).lean()
    return found && toAccount(found)
  }

  /** The account that somebody made under an id of theirs, as long as its owner has not come. By staff_login. */
  async findMade(tenantId: string, login: string, clientStaffId: string): Promise<StaffAccount | null> {
    const found = await this.model.findOne({ tenantId, login, clientStaffId, passwordHash: null }).lean()
    return found && toAccount(found)
  }

  /** A page in the order of logins, by staff_login. `search` is looked for within login and name. */
  async page(
    tenantId: string,
    { after, search, limit }: { after: string | undefined; search: string | undefined; limit: number },
  ): Promise<StaffAccount[]> {
    const pattern = search === undefined ? undefined : new RegExp(escaped(search), 'i')
    const found = await this.model
      .find({
        tenantId,
        ...(after === undefined ? {} : { login: { $gt: after } }),
        ...(pattern === undefined ? {} : { $or: [{ login: pattern }, { name: pattern }] }),
      })
      .sort({ login: 1 })
      .limit(limit)
      .lean()
    return found.map(toAccount)
  }

  /** Everyone, by staff_login. */
  async list(tenantId: string): Promise<StaffAccount[]> {
    return (await this.model.find({ tenantId }).sort({ login: 1 }).lean()).map(toAccount)
  }

  /** Changes an account as somebody saw it. @throws ParleyError `not_found`, `edit_conflict` when it has changed since */
  async edit(
    seen: { tenantId: string; id: string; version: number },
    change: Partial<AccountFields>,
  ): Promise<StaffAccount> {
    const { tenantId, id, version } = seen
    const found = await this.model
      .findOneAndUpdate(
        { tenantId, _id: new Types.ObjectId(id), version: version === 0 ? { $in: [0, null] } : version },
        { $set: storedFields(change), $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
    if (found !== null) return toAccount(found)
    await this.get(tenantId, id)
    throw new ParleyError('edit_conflict')
  }

  /** Changes what is not the business of whoever edits at the same time. @throws ParleyError `not_found` */
  async set(tenantId: string, id: string, change: { isDisabled?: boolean; totp?: null }): Promise<StaffAccount> {
    const found = await this.model
      .findOneAndUpdate(
        { tenantId, _id: new Types.ObjectId(id) },
        { $set: change, $inc: { version: 1 } },
        {
          returnDocument: 'after',
        },
      )
      .lean()
    if (found === null) throw new ParleyError('not_found')
    return toAccount(found)
  }

  /** Leaves the version as it is, as below. By _id. */
  async setLanguage(tenantId: string, id: string, language: Language): Promise<void> {
    await this.model.updateOne({ tenantId, _id: new Types.ObjectId(id) }, { $set: { language } })
  }

  /** Leaves the version as it is: who has the account's form open loses nothing by a new picture. By _id. @throws ParleyError `not_found` */
  async setAvatar(tenantId: string, id: string, avatar: string | null): Promise<StaffAccount> {
    const found = await this.model
      .findOneAndUpdate({ tenantId, _id: new Types.ObjectId(id) }, { $set: { avatar } }, { returnDocument: 'after' })
      .lean()
    if (found === null) throw new ParleyError('not_found')
    return toAccount(found)
  }

  /** By _id. */
  async countRecoveryCodes(tenantId: string, id: string): Promise<number> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }, { totp: 1 }).lean()
    return found?.totp?.recoveryHashes.length ?? 0
  }

  /** Who has a role, by staff_available. */
  async listByRole(tenantId: string, role: string): Promise<StaffAccount[]> {
    return (await this.model.find({ tenantId, roles: role }).lean()).map(toAccount)
  }

  /** Whether a tenant has anybody yet, by staff_login. */
  async isAnyone(tenantId: string): Promise<boolean> {
    return (await this.model.exists({ tenantId })) !== null
  }
}

/** The stored form of some fields: ids as the store has them. */
function storedFields(fields: Partial<AccountFields>): Record<string, unknown> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  const isId = (key: string, value: unknown) => (key === 'departmentId' || key === 'superiorId') && value !== null
  return Object.fromEntries(
    present.map(([key, value]) => {
      if (key === 'queueIds') return [key, (value as string[]).map((id) => new Types.ObjectId(id))]
      return [key, isId(key, value) ? new Types.ObjectId(value as string) : value]
    }),
  )
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function toAccount(document: StaffDocument): StaffAccount {
  const { isDisabled, passwordHash, totp, roles } = document
  const state = isDisabled ? 'disabled' : passwordHash === null ? 'invited' : 'active'
  return {
    id: document._id.toHexString(),
    login: document.login,
    name: document.name,
    roles,
    capacity: document.capacity,
    email: document.email ?? null,
    mobile: document.mobile ?? null,
    initials: document.initials ?? null,
    avatar: document.avatar ?? null,
    language: document.language ?? null,
    departmentId: document.departmentId?.toHexString() ?? null,
    superiorId: document.superiorId?.toHexString() ?? null,
    queueIds: (document.queueIds ?? []).map((id) => id.toHexString()),
    state,
    hasTotp: (totp?.confirmedAt ?? null) !== null,
    lastSignInAt: document.lastSignInAt?.toISOString() ?? null,
    createdAt: (document.createdAt ?? document._id.getTimestamp()).toISOString(),
    version: document.version ?? 0,
  }
}
