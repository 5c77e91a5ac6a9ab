import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { Tenants } from '../tenants/index.js'
import { StaffSessionRepository } from './staff-session.repository.js'
import type { StaffSession } from './staff-session.repository.js'
import { StaffRepository } from './staff.repository.js'
import type { StaffMember } from './staff.repository.js'

export const STAFF_SESSION_COOKIE = 'parley_session'
export const STAFF_SESSION_LASTS_MS = 14 * 24 * 3_600_000
/** "Last seen" is written at most this often. */
const SEEN_EVERY_MS = 5 * 60_000
const CLIENT_MAX_CHARACTERS = 200

/** Where somebody signs in: the address, what the browser calls itself, and the session that it had. */
export interface Browser {
  address: string
  client: string
  oldToken: string | undefined
}

/** A session that holds, and whose it is. */
export interface Resolved {
  member: StaffMember
  sessionId: string
  expiresAt: Date
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Sessions of staff: opaque tokens, hashed at rest, read from the store at every use so that ending one is immediate. */
@Singleton()
export class StaffSessions {
  @Inject()
  private readonly sessions!: StaffSessionRepository

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly clock!: Clock

  /** Begins a session and returns its token, which exists nowhere else. The one that the browser had is over. */
  async begin({ tenantId, id }: StaffMember, { address, client, oldToken }: Browser): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const createdAt = this.clock.now()
    const expiresAt = new Date(createdAt.getTime() + STAFF_SESSION_LASTS_MS)
    await this.sessions.add({
      tenantId,
      tokenHash: hashOf(token),
      staffId: id,
      createdAt,
      expiresAt,
      lastSeenAt: createdAt,
      address,
      client: client.slice(0, CLIENT_MAX_CHARACTERS),
    })
    if (oldToken !== undefined && oldToken !== '') await this.sessions.removeByToken(tenantId, hashOf(oldToken))
    return token
  }

  /**
   * The member whose session this is, and which of theirs.
   * @throws ParleyError `unauthenticated` when there is none, it has expired, the account is disabled or its tenant suspended
   */
  async resolve(token: string | undefined): Promise<Resolved> {
    if (token === undefined || token === '') throw new ParleyError('unauthenticated')
    const session = await this.sessions.findByTokenHash(hashOf(token))
    if (session === null || session.expiresAt <= this.clock.now()) throw new ParleyError('unauthenticated')
    const [member] = await Promise.all([
      this.staff.find(session.tenantId, session.staffId),
      this.tenants.requireServed(session.tenantId),
    ])
    if (member === null || member.isDisabled) throw new ParleyError('unauthenticated')
    await this.noteSeen(session)
    return { member, sessionId: session.id, expiresAt: session.expiresAt }
  }

  list(tenantId: string, staffId: string): Promise<StaffSession[]> {
    return this.sessions.list(tenantId, staffId)
  }

  /** Whether somebody has a session that was begun from an address. */
  async hasBegunAt({ tenantId, id }: StaffMember, address: string): Promise<boolean> {
    return (await this.sessions.list(tenantId, id)).some((session) => session.address === address)
  }

  /** Ends one of a person's sessions and cuts its connections. @throws ParleyError `not_found` */
  async end({ tenantId, staffId }: { tenantId: string; staffId: string }, sessionId: string): Promise<void> {
    await this.revocations.during([{ tenantId, key: `staff:${staffId}`, sessionId }], async () => {
      if (!(await this.sessions.remove(tenantId, staffId, sessionId))) throw new ParleyError('not_found')
    })
  }

  /** Ends all of a person's sessions but one, if one is given. */
  endAll({ tenantId, id }: { tenantId: string; id: string }, exceptSessionId: string | null): Promise<number> {
    return this.revocations.during([{ tenantId, key: `staff:${id}`, exceptSessionId }], () =>
      this.sessions.removeAll(tenantId, id, exceptSessionId),
    )
  }

  private async noteSeen({ tenantId, id, lastSeenAt }: StaffSession): Promise<void> {
    const now = this.clock.now()
    if (now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS) await this.sessions.noteSeen(tenantId, id, now)
  }
}
