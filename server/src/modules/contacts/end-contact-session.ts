import { Inject, Singleton } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { contactConnections } from './contact-principal.js'
import { ContactTokens, SESSION_LASTS_MS } from './contact-tokens.js'
import { EndedSessionRepository } from './ended-session.repository.js'

/** Signs a contact out: no token of the session is accepted any more, whoever has a copy, and its connections are cut. */
@Singleton()
export class EndContactSession {
  @Inject()
  private readonly tokens!: ContactTokens

  @Inject()
  private readonly ended!: EndedSessionRepository

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `unauthenticated` for a token that is not ours or has expired */
  async run(token: string): Promise<void> {
    const session = await this.tokens.verify(token)
    const { tenantId, contactId, sessionId } = session
    if (await this.ended.has(session)) return
    // A copy that was continued lives longer than this token.
    const longest = new Date(this.clock.now().getTime() + SESSION_LASTS_MS)
    const theirs = { ...contactConnections({ tenantId, id: contactId }), sessionId }
    await this.revocations.during([theirs], () => this.ended.add(session, longest))
  }
}
