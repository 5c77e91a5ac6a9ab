import { Init, Inject, Singleton } from '@midwayjs/core'
import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { ATTRIBUTE_KEY_INDEX, attributeSchema } from './attribute.schema.js'
import type { AttributeDocument } from './attribute.schema.js'

/** Which attributes the contacts of every tenant have. */
@Singleton()
export class AttributeRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<AttributeDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contactAttributes', attributeSchema)
  }

  /** The oldest first. By contactAttributes_key; there are a few dozen. */
  async list(tenantId: string): Promise<ContactAttribute[]> {
    const found = await this.model.find({ tenantId }).sort({ _id: 1 }).lean()
    return found.map(toAttribute)
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<ContactAttribute | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toAttribute(found)
  }

  /** How many a tenant has, counted no further than to a limit. By contactAttributes_key. */
  count(tenantId: string, limit: number): Promise<number> {
    return this.model.countDocuments({ tenantId }, { limit }).exec()
  }

  async add(
    tenantId: string,
    attribute: Omit<ContactAttribute, 'id' | 'version'>,
  ): Promise<ContactAttribute | 'taken'> {
    const document = { _id: new Types.ObjectId(), tenantId, ...attribute, version: 0 }
    try {
      await retryingContended(() => this.model.create(document))
      return toAttribute(document)
    } catch (error) {
      if (isDuplicateOf(error, ATTRIBUTE_KEY_INDEX)) return 'taken'
      throw error
    }
  }

  /** Null when it has been changed since the version that the editor saw. By _id. */
  async edit(
    tenantId: string,
    { id, version, name, choices }: Omit<ContactAttribute, 'key' | 'type'>,
  ): Promise<ContactAttribute | null> {
    const found = await this.model
      .findOneAndUpdate(
        { tenantId, _id: new Types.ObjectId(id), version },
        { $set: { name, choices }, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
    return found && toAttribute(found)
  }

  /** By _id. */
  async remove(tenantId: string, id: string): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id) })
  }
}

const toAttribute = ({ _id, key, name, type, choices, version }: AttributeDocument): ContactAttribute => ({
  id: _id.toHexString(),
  key,
  name,
  type,
  choices,
  version,
})
