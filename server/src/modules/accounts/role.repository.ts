import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Grants, StaffPermission } from '@parley/shared/accounts/permissions'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { roleSchema } from './role.schema.js'
import type { RoleDocument } from './role.schema.js'

/** A role as stored: the tenant's own, or its edition of a built-in one. */
export interface StoredRole {
  key: string
  name: string | null
  grants: Grants
  version: number
}

@Singleton()
export class RoleRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<RoleDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('roles', roleSchema)
  }

  /** Those of some keys, by roles_key. */
  async find(tenantId: string, keys: readonly string[]): Promise<StoredRole[]> {
    const found = await this.model.find({ tenantId, key: { $in: [...keys] } }).lean()
    return found.map(toRole)
  }

  /** All of a tenant, by roles_key. */
  async list(tenantId: string): Promise<StoredRole[]> {
    return (await this.model.find({ tenantId }).sort({ key: 1 }).lean()).map(toRole)
  }

  /** A new role of the tenant's own. @throws ParleyError `name_taken` */
  async add(tenantId: string, role: { name: string; grants: Grants }): Promise<StoredRole> {
    const _id = new Types.ObjectId()
    const document = { _id, tenantId, key: _id.toHexString(), name: role.name, grants: listOf(role.grants), version: 1 }
    await refusingTakenName(() => this.model.create(document))
    return toRole(document)
  }

  /**
   * Changes a role as somebody saw it; a built-in one is stored with its first change.
   * @throws ParleyError `edit_conflict` when it has changed since, `name_taken`
   */
  async edit(tenantId: string, seen: StoredRole, change: { name?: string; grants?: Grants }): Promise<StoredRole> {
    const next = { ...seen, ...change, version: seen.version + 1 }
    const fields = { name: next.name, grants: listOf(next.grants), version: next.version }
    if (seen.version === 0) {
      await this.addEdition(tenantId, seen.key, fields)
      return next
    }
    const { matchedCount } = await refusingTakenName(() =>
      this.model.updateOne({ tenantId, key: seen.key, version: seen.version }, { $set: fields }),
    )
    if (matchedCount === 0) throw new ParleyError('edit_conflict')
    return next
  }

  async remove(tenantId: string, key: string): Promise<void> {
    await this.model.deleteOne({ tenantId, key })
  }

  private async addEdition(
    tenantId: string,
    key: string,
    fields: Pick<RoleDocument, 'name' | 'grants' | 'version'>,
  ): Promise<void> {
    try {
      await retryingContended(() => this.model.create({ tenantId, key, ...fields }))
    } catch (error) {
      if (isDuplicateOf(error, 'roles_key')) throw new ParleyError('edit_conflict')
      throw error
    }
  }
}

async function refusingTakenName<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await retryingContended(write)
  } catch (error) {
    if (isDuplicateOf(error, 'roles_name')) throw new ParleyError('name_taken')
    throw error
  }
}

const listOf = (grants: Grants): RoleDocument['grants'] =>
  Object.entries(grants).map(([permission, scope]) => ({
    permission: permission as StaffPermission,
    scope,
  }))

function toRole({ key, name, grants, version }: RoleDocument): StoredRole {
  return {
    key,
    name: name ?? null,
    grants: Object.fromEntries(grants.map(({ permission, scope }) => [permission, scope])),
    version,
  }
}
