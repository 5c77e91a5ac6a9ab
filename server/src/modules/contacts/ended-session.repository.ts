import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { GatheredReads } from '../../platform/gathered-reads.js'
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
  private readonly reads = new GatheredReads<true>((...asked) => this.listEnded(...asked))

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

  /** With those asked for at the same time: everybody who connects has one. */
  async has({ tenantId, sessionId }: SessionKey): Promise<boolean> {
    return (await this.reads.get(tenantId, sessionId)) === true
  }

  /** By endedContactSessions_session. */
  private async listEnded(tenantId: string, sessionIds: string[]): Promise<Map<string, true>> {
    const found = await this.model.find({ tenantId, sessionId: { $in: sessionIds } }, { sessionId: 1 }).lean()
    return new Map(found.map(({ sessionId }) => [sessionId, true]))
  }
}
