import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import type { ContactSessionClaims } from './contact-tokens.js'
import { endedSessionSchema } from './ended-session.schema.js'
import type { EndedSessionDocument } from './ended-session.schema.js'

type SessionKey = Pick<ContactSessionClaims, 'tenantId' | 'sessionId'>

@Singleton()
export class EndedSessionRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<EndedSessionDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('endedContactSessions', endedSessionSchema)
  }

  /** Ends a session; one that has ended stays so. */
  async add({ tenantId, sessionId }: SessionKey, expiresAt: Date): Promise<void> {
    try {
      await retryingContended(() => this.model.create({ tenantId, sessionId, expiresAt }))
    } catch (error) {
      if (!isDuplicateOf(error, 'endedContactSessions_session')) throw error
    }
  }

  /** By endedContactSessions_session. */
  async has({ tenantId, sessionId }: SessionKey): Promise<boolean> {
    return (await this.model.findOne({ tenantId, sessionId }, { _id: 1 }).lean()) !== null
  }
}
