import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { LinkHolder, OneTimeLink } from '@parley/shared/accounts/credentials'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { Tenants } from '../tenants/index.js'
import { hashPassword } from './passwords.js'
import { SecondStep } from './second-step.js'
import { StaffCredentialsRepository } from './staff-credentials.repository.js'
import type { StaffCredentials } from './staff-credentials.repository.js'
import { StaffLinkRepository } from './staff-link.repository.js'
import type { StaffLink } from './staff-link.repository.js'
import { StaffSessions } from './staff-sessions.js'
import type { StaffMember } from './staff.repository.js'

const INVITE_LASTS_MS = 7 * 24 * 3_600_000
const RESET_LASTS_MS = 24 * 3_600_000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Links that staff hand over by themselves, so that no mail server is needed: each lets its holder choose a password once. */
@Singleton()
export class StaffLinks {
  @Inject()
  private readonly links!: StaffLinkRepository

  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly secondStep!: SecondStep

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly clock!: Clock

  /** An invitation for who has no password yet, else a reset; an earlier link of theirs stops working. */
  async make(tenantId: string, staffId: string): Promise<OneTimeLink> {
    const found = await this.credentials.find(tenantId, staffId)
    if (found === null) throw new ParleyError('not_found')
    const purpose = found.passwordHash === null ? 'invite' : 'reset'
    const token = randomBytes(32).toString('base64url')
    const lastsMs = purpose === 'invite' ? INVITE_LASTS_MS : RESET_LASTS_MS
    const expiresAt = new Date(this.clock.now().getTime() + lastsMs)
    await this.links.put({ tenantId, staffId, tokenHash: hashOf(token), purpose, expiresAt })
    return { purpose, path: `/console/welcome#${token}`, expiresAt: expiresAt.toISOString() }
  }

  /** Whom a link is for. @throws ParleyError `not_found` for one that is unknown, used or expired */
  async inspect(token: string): Promise<LinkHolder> {
    const { link, holder } = await this.open(token)
    return { purpose: link.purpose, login: holder.member.login, name: holder.member.name }
  }

  /**
   * Chooses the password; every session of before is over. Who has a second step needs it here too.
   * @throws ParleyError `not_found`, `code_required`, `invalid_code`
   */
  async use(token: string, chosen: { password: string; code: string | undefined }): Promise<StaffMember> {
    const { link, holder } = await this.open(token)
    const { member } = holder
    await this.secondStep.pass(holder, chosen.code)
    const passwordHash = await hashPassword(chosen.password)
    if (!(await this.links.take(link.tenantId, link.tokenHash))) throw new ParleyError('not_found')
    await this.credentials.setPassword(member.tenantId, member.id, passwordHash)
    await this.sessions.endAll(member, null)
    return member
  }

  private async open(token: string): Promise<{ link: StaffLink; holder: StaffCredentials }> {
    const link = await this.links.find(hashOf(token))
    if (link === null || link.expiresAt <= this.clock.now()) throw new ParleyError('not_found')
    const holder = await this.credentials.find(link.tenantId, link.staffId)
    const tenant = await this.tenants.forSignIn(link.tenantId)
    if (holder === null || holder.member.isDisabled || tenant === null) throw new ParleyError('not_found')
    return { link, holder }
  }
}
