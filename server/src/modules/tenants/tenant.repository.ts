import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Model } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { tenantSchema } from './tenant.schema.js'
import type { TenantDocument } from './tenant.schema.js'

/** A tenant as the server works with it; its key is the `tenantId` of all that is its own. */
export interface StoredTenant {
  key: string
  name: string
  isSuspended: boolean
  createdAt: Date
}

interface NewTenant {
  key: string
  name: string
  clientTenantId?: string | undefined
}

const EVERY_TENANT = 'every tenant: the list of tenants itself'

@Singleton()
export class TenantRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<TenantDocument>
  private readonly reads = new GatheredReads<StoredTenant>((key) => this.read(key))

  @Init()
  initialize(): void {
    this.model = this.mongo.model('tenants', tenantSchema)
  }

  /** With those asked for at the same time: everybody who connects is of one. */
  async find(key: string): Promise<StoredTenant | null> {
    return (await this.reads.get(key, key)) ?? null
  }

  /** By tenants_key. */
  private async read(key: string): Promise<Map<string, StoredTenant>> {
    const found = await this.model.findOne({ tenantId: key }).lean()
    return new Map(found === null ? [] : [[key, toTenant(found)]])
  }

  /** All, by tenants_key. */
  async list(): Promise<StoredTenant[]> {
    const found = await this.model
      .find({ tenantId: { $gt: '' } })
      .sort({ tenantId: 1 })
      .comment(EVERY_TENANT)
      .lean()
    return found.map(toTenant)
  }

  /**
   * Adds it, or finds it when it was this request that added it before. By tenants_key.
   * @throws ParleyError `name_taken` when there is another of this key
   */
  async add({ key, name, clientTenantId }: NewTenant, createdAt: Date): Promise<StoredTenant> {
    const made = clientTenantId === undefined ? {} : { clientTenantId }
    const document = { tenantId: key, name, isSuspended: false, createdAt, ...made }
    try {
      await retryingContended(() => this.model.create(document))
      return toTenant(document)
    } catch (error) {
      if (!isDuplicateOf(error, 'tenants_key')) throw error
      const before = clientTenantId && (await this.model.findOne({ tenantId: key, clientTenantId }).lean())
      if (!before) throw new ParleyError('name_taken')
      return toTenant(before)
    }
  }

  /** @throws ParleyError `not_found` */
  async edit(key: string, change: { name?: string; isSuspended?: boolean }): Promise<StoredTenant> {
    const found = await this.model
      .findOneAndUpdate({ tenantId: key }, { $set: change }, { returnDocument: 'after' })
      .lean()
    if (found === null) throw new ParleyError('not_found')
    return toTenant(found)
  }
}

function toTenant({ tenantId, name, isSuspended, createdAt }: Omit<TenantDocument, '_id'>): StoredTenant {
  return { key: tenantId, name, isSuspended, createdAt }
}
