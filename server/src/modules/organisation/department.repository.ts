import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { departmentSchema } from './department.schema.js'
import type { DepartmentDocument } from './department.schema.js'

export interface StoredDepartment {
  id: string
  name: string
  parentId: string | null
  version: number
}

@Singleton()
export class DepartmentRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<DepartmentDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('departments', departmentSchema)
  }

  /** By departments_name. */
  async list(tenantId: string): Promise<StoredDepartment[]> {
    return (await this.model.find({ tenantId }).sort({ parentId: 1, name: 1 }).lean()).map(toDepartment)
  }

  /** @throws ParleyError `name_taken` among siblings */
  async add(
    tenantId: string,
    { name, parentId }: { name: string; parentId: string | null },
  ): Promise<StoredDepartment> {
    const document = { _id: new Types.ObjectId(), tenantId, name, parentId: idOrNull(parentId), version: 1 }
    await refusingTakenName(() => this.model.create(document))
    return toDepartment(document)
  }

  /** @throws ParleyError `edit_conflict`, `name_taken` */
  async edit(
    seen: { tenantId: string; id: string; version: number },
    change: { name?: string; parentId?: string | null },
  ): Promise<StoredDepartment> {
    const { tenantId, id, version } = seen
    const { parentId, ...rest } = change
    const fields = { ...rest, ...(parentId === undefined ? {} : { parentId: idOrNull(parentId) }) }
    const found = await refusingTakenName(() =>
      this.model
        .findOneAndUpdate(
          { tenantId, _id: new Types.ObjectId(id), version },
          { $set: fields, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean(),
    )
    if (found === null) throw new ParleyError('edit_conflict')
    return toDepartment(found)
  }

  async remove(tenantId: string, id: string): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id) })
  }
}

const idOrNull = (id: string | null): Types.ObjectId | null => (id === null ? null : new Types.ObjectId(id))

async function refusingTakenName<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await retryingContended(write)
  } catch (error) {
    if (isDuplicateOf(error, 'departments_name')) throw new ParleyError('name_taken')
    throw error
  }
}

function toDepartment({ _id, name, parentId, version }: DepartmentDocument): StoredDepartment {
  return { id: _id.toHexString(), name, parentId: parentId?.toHexString() ?? null, version }
}
