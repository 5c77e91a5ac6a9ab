import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Tag } from '@parley/shared/tags/tag'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { TAG_NAME_INDEX, tagSchema } from './tag.schema.js'
import type { TagDocument } from './tag.schema.js'

/** The tags of every tenant. */
@Singleton()
export class TagRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<TagDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('tags', tagSchema)
  }

  /** By tags_name. */
  async list(tenantId: string): Promise<Tag[]> {
    const found = await this.model.find({ tenantId }).sort({ key: 1 }).lean()
    return found.map(toTag)
  }

  /** By _id. */
  async find(tenantId: string, id: string): Promise<Tag | null> {
    const found = await this.model.findOne({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toTag(found)
  }

  /** How many a tenant has, counted no further than to a limit. By tags_name. */
  count(tenantId: string, limit: number): Promise<number> {
    return this.model.countDocuments({ tenantId }, { limit }).exec()
  }

  async add(tenantId: string, name: string): Promise<Tag | 'taken'> {
    const document = { _id: new Types.ObjectId(), tenantId, name, key: keyOf(name), version: 0 }
    try {
      await retryingContended(() => this.model.create(document))
      return toTag(document)
    } catch (error) {
      if (isDuplicateOf(error, TAG_NAME_INDEX)) return 'taken'
      throw error
    }
  }

  /** Null when it has been changed since the version that the editor saw. By _id. */
  async rename(tenantId: string, { id, version, name }: Tag): Promise<Tag | 'taken' | null> {
    try {
      const found = await this.model
        .findOneAndUpdate(
          { tenantId, _id: new Types.ObjectId(id), version },
          { $set: { name, key: keyOf(name) }, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean()
      return found && toTag(found)
    } catch (error) {
      if (isDuplicateOf(error, TAG_NAME_INDEX)) return 'taken'
      throw error
    }
  }

  /** By _id. */
  async remove(tenantId: string, id: string): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id) })
  }
}

const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase()

const toTag = ({ _id, name, version }: TagDocument): Tag => ({ id: _id.toHexString(), name, version })
