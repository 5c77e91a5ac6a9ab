import { Init, Inject, Singleton } from '@midwayjs/core'
import type { InboxView } from '@parley/shared/conversations/inbox-views'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { inboxViewSchema, VIEW_NAME_INDEX } from './inbox-view.schema.js'
import type { InboxViewDocument } from './inbox-view.schema.js'

interface Owner {
  tenantId: string
  staffId: string
}

@Singleton()
export class InboxViewRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<InboxViewDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('inboxViews', inboxViewSchema)
  }

  /** By inboxViews_name. */
  async list({ tenantId, staffId }: Owner): Promise<InboxView[]> {
    const found = await this.model
      .find({ tenantId, staffId: new Types.ObjectId(staffId) })
      .sort({ name: 1 })
      .lean()
    return found.map(toView)
  }

  /** By inboxViews_name. */
  async save({ tenantId, staffId }: Owner, { name, tab, filter }: Omit<InboxView, 'id'>): Promise<InboxView> {
    const key = { tenantId, staffId: new Types.ObjectId(staffId), name }
    const write = () =>
      this.model
        .findOneAndUpdate(key, { $set: { tab, filter } }, { upsert: true, returnDocument: 'after' })
        .lean()
        .orFail()
    try {
      return toView(await retryingContended(write))
    } catch (error) {
      // Two tabs gave the name at once: the view is there now.
      if (!isDuplicateOf(error, VIEW_NAME_INDEX)) throw error
      return toView(await write())
    }
  }

  /** By _id. */
  async remove({ tenantId, staffId }: Owner, id: string): Promise<void> {
    await this.model.deleteOne({ tenantId, _id: new Types.ObjectId(id), staffId: new Types.ObjectId(staffId) })
  }
}

const toView = ({ _id, name, tab, filter }: InboxViewDocument): InboxView => ({
  id: _id.toHexString(),
  name,
  tab,
  filter,
})
