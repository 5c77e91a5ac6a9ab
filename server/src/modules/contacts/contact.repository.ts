import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { contactSchema } from './contact.schema.js'
import type { ContactDocument } from './contact.schema.js'

export interface Contact {
  id: string
  tenantId: string
  channelId: string
  name: string
}

@Singleton()
export class ContactRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ContactDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('contacts', contactSchema)
  }

  /** Stores a contact; one that is stored already stays as it is. */
  async ensure(contact: Contact, createdAt: Date): Promise<void> {
    const { id, channelId, ...rest } = contact
    const document = { ...rest, _id: new Types.ObjectId(id), channelId: new Types.ObjectId(channelId), createdAt }
    try {
      await retryingContended(() => this.model.create(document))
    } catch (error) {
      if (!isDuplicateOf(error, '_id_')) throw error
    }
  }
}
