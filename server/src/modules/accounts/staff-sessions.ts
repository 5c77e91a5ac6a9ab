import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { StaffSessionRepository } from './staff-session.repository.js'
import { StaffRepository } from './staff.repository.js'
import type { StaffMember } from './staff.repository.js'

export const STAFF_SESSION_COOKIE = 'parley_session'
export const STAFF_SESSION_LASTS_MS = 14 * 24 * 3_600_000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Sessions of staff: opaque tokens, hashed at rest, read from the store at every use so that ending one is immediate. */
@Singleton()
export class StaffSessions {
  @Inject()
  private readonly sessions!: StaffSessionRepository

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly clock!: Clock

  /** Begins a session and returns its token, which exists nowhere else. */
  async begin(member: StaffMember): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const createdAt = this.clock.now()
    const expiresAt = new Date(createdAt.getTime() + STAFF_SESSION_LASTS_MS)
    await this.sessions.add({
      tenantId: member.tenantId,
      tokenHash: hashOf(token),
      staffId: member.id,
      createdAt,
      expiresAt,
    })
    return token
  }

  /**
   * The member whose session this is, and which of theirs.
   * @throws ParleyError `unauthenticated` when there is none, it has expired, or the account is disabled
   */
  async resolve(token: string | undefined): Promise<{ member: StaffMember; sessionId: string }> {
    if (token === undefined || token === '') throw new ParleyError('unauthenticated')
    const session = await this.sessions.findByTokenHash(hashOf(token))
    if (session === null || session.expiresAt <= this.clock.now()) throw new ParleyError('unauthenticated')
    const member = await this.staff.find(session.tenantId, session.staffId)
    if (member === null || member.isDisabled) throw new ParleyError('unauthenticated')
    return { member, sessionId: session.id }
  }

  async end(tenantId: string, token: string): Promise<void> {
    await this.sessions.remove(tenantId, hashOf(token))
  }
}
