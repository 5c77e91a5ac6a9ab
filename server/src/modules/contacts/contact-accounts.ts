import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { RegisterContact, ResetContactPassword, SignInContact } from '@parley/shared/contacts/account'
import type { ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { AttemptLimit } from '../../platform/attempt-limit.js'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { hashPassword, passwordFits } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { ChannelRepository } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { Tenants } from '../tenants/index.js'
import { ContactAccountRepository } from './contact-account.repository.js'
import { contactConnections } from './contact-principal.js'
import { ContactRepository, newContactId } from './contact.repository.js'
import { newVisitor } from './contact.js'
import { IssueContactSession } from './issue-contact-session.js'
import { MergeVisitor } from './merge-visitor.js'

const QUARTER_HOUR_SECONDS = 15 * 60
const HOUR_SECONDS = 3_600
/** Failures: one account from one address, so that nobody is locked out from elsewhere; and one address over all. */
const FAILURES_OF_ACCOUNT = { points: 10, withinSeconds: QUARTER_HOUR_SECONDS, isKept: true }
const FAILURES_OF_ADDRESS = { points: 50, withinSeconds: QUARTER_HOUR_SECONDS, isKept: true }
const REGISTRATIONS_OF_ADDRESS = { points: 20, withinSeconds: HOUR_SECONDS }

export const resetHashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
export const newResetToken = (): string => randomBytes(24).toString('base64url')

/** Contacts who sign in by a password of their own, in channels that allow it. */
@Singleton()
export class ContactAccounts {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly accounts!: ContactAccountRepository

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly sessions!: IssueContactSession

  @Inject()
  private readonly merge!: MergeVisitor

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly limit!: AttemptLimit

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `login_taken`, `accounts_refused`, `not_found`, `rate_limited` */
  async register(
    { channelKey, login, password, name, token }: RegisterContact,
    address: string,
  ): Promise<ContactSession> {
    const channel = await this.channelOf(channelKey)
    await this.limit.take(`contact registrations ${address}`, REGISTRATIONS_OF_ADDRESS)
    await this.add(channel, { login, password, name: name ?? login })
    return this.enter(channel, login, token)
  }

  /** Makes an account and its contact. @throws ParleyError `login_taken` */
  async add(
    { tenantId, id: channelId }: Channel,
    { login, password, name }: { login: string; password: string; name: string },
  ): Promise<void> {
    const passwordHash = await hashPassword(password)
    const at = this.clock.now()
    const contactId = newContactId()
    // The account first: it decides whose the login is. A crash between leaves one whose contact the next sign-in makes.
    if (!(await this.accounts.add({ tenantId, channelId, login, passwordHash, contactId }, at)))
      throw new ParleyError('login_taken')
    const contact = newVisitor({ id: contactId, tenantId, channelId, name, at })
    await this.contacts.ensure({ ...contact, isIdentified: true, login })
  }

  /**
   * @throws ParleyError `invalid_credentials`, the same in words and time for an unknown login and a wrong password;
   *   `accounts_refused`, `not_found`, `rate_limited`
   */
  async signIn({ channelKey, login, password, token }: SignInContact, address: string): Promise<ContactSession> {
    const channel = await this.channelOf(channelKey)
    const ofAccount = `contact sign-in ${channel.id} ${login} ${address}`
    const ofAddress = `contact sign-ins ${address}`
    // Counted before the password is looked at, so that attempts side by side cannot slip through.
    await this.limit.take(ofAccount, FAILURES_OF_ACCOUNT)
    await this.limit.take(ofAddress, FAILURES_OF_ADDRESS)
    const account = await this.accounts.find(channel.tenantId, channel.id, login)
    if (!(await passwordFits(account?.passwordHash, password))) throw new ParleyError('invalid_credentials')
    await this.limit.giveBack(ofAccount, FAILURES_OF_ACCOUNT)
    await this.limit.giveBack(ofAddress, FAILURES_OF_ADDRESS)
    return this.enter(channel, login, token)
  }

  /** Sets a new password by a link, once; every session of before ends. @throws ParleyError `not_found`, `accounts_refused`, `rate_limited` */
  async reset(
    { channelKey, resetToken, password, token }: ResetContactPassword,
    address: string,
  ): Promise<ContactSession> {
    const channel = await this.channelOf(channelKey)
    await this.limit.take(`contact resets ${address}`, FAILURES_OF_ADDRESS)
    const resetHash = resetHashOf(resetToken)
    const { tenantId, id: channelId } = channel
    const account = await this.accounts.findByReset({ tenantId, channelId }, resetHash, this.clock.now())
    if (account === null) throw new ParleyError('not_found')
    const passwordHash = await hashPassword(password)
    if (!(await this.accounts.resetPassword(account, resetHash, passwordHash))) throw new ParleyError('not_found')
    const theirs = { tenantId, id: account.contactId }
    await this.revocations.during([contactConnections(theirs)], () =>
      this.contacts.revokeTokens(theirs, this.clock.now()),
    )
    const actor = { tenantId, staffId: null, name: account.login, address }
    const subject = { kind: 'contact', id: account.contactId, name: account.login }
    await this.audit.record(actor, { action: 'link.used', subject })
    return this.enter(channel, account.login, token)
  }

  private async enter(channel: Channel, login: string, token: string | undefined): Promise<ContactSession> {
    const { tenantId, id: channelId } = channel
    const account = await this.accounts.find(tenantId, channelId, login)
    if (account === null) throw new ParleyError('invalid_credentials')
    const at = this.clock.now()
    const made = newVisitor({ id: account.contactId, tenantId, channelId, name: login, at })
    await this.contacts.ensure({ ...made, isIdentified: true, login })
    const contact = await this.contacts.find(tenantId, account.contactId)
    if (contact === null) throw new ParleyError('invalid_credentials')
    if (token !== undefined) await this.merge.run(channel, { token, contact })
    return this.sessions.ofAccount(channel, contact)
  }

  private async channelOf(key: string): Promise<Channel> {
    const channel = await this.channels.findByKey(key)
    const isServed = channel?.isEnabled === true && (await this.tenants.isServed(channel.tenantId))
    if (!isServed) throw new ParleyError('not_found')
    if (!channel.allowsAccounts) throw new ParleyError('accounts_refused')
    return channel
  }
}
