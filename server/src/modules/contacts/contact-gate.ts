import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Socket } from 'socket.io'
import { CurrentSettings } from '../../config/current-settings.js'
import { Clock } from '../../platform/clock.js'
import { isOwnOrigin } from '../../platform/http/origin.js'
import { ChannelOrigins, HeldChannels, isKeyAccepted } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { isStillValid } from './contact.js'
import type { Contact } from './contact.js'
import { contactPrincipal } from './contact-principal.js'
import type { ContactPrincipal } from './contact-principal.js'
import { ContactRepository } from './contact.repository.js'
import { ContactTokens } from './contact-tokens.js'
import type { ContactSessionClaims } from './contact-tokens.js'
import { EndedSessionRepository } from './ended-session.repository.js'
import { HeldContacts } from './held-contacts.js'
import type { Standing } from './held-contacts.js'

const USER_AGENT_MAX = 300

/** A session that still counts, with what is stored about it. */
export interface Admitted {
  session: ContactSessionClaims
  channel: Channel
  /** Null for a visitor who has not written yet. */
  contact: Contact | null
  principal: ContactPrincipal
}

/** Who a contact's session speaks for now: what the token says is held against what is stored since it was made. */
@Singleton()
export class ContactGate {
  @Inject()
  private readonly tokens!: ContactTokens

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly ended!: EndedSessionRepository

  @Inject()
  private readonly heldChannels!: HeldChannels

  @Inject()
  private readonly heldContacts!: HeldContacts

  @Inject()
  private readonly origins!: ChannelOrigins

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly clock!: Clock

  /** The gate of `/contact`: a session, and a page of ours or of a site that the channel names. */
  async enter({ auth, headers }: Socket['handshake']): Promise<ContactPrincipal> {
    const { principal, channel, contact } = await this.admit(auth['token'])
    const isOurs = isOwnOrigin(headers, this.settings.values.publicUrl)
    const isNamed = this.origins.of(channel, headers.host ?? '').includes(headers.origin ?? '')
    if (!isOurs && !isNamed) throw new ParleyError('forbidden')
    const userAgent = (headers['user-agent'] ?? '').slice(0, USER_AGENT_MAX)
    if (contact !== null && contact.userAgent !== userAgent) await this.contacts.noteUserAgent(contact, userAgent)
    return { ...principal, userAgent }
  }

  /** @throws ParleyError `unauthenticated`, whatever the reason */
  async admit(token: unknown): Promise<Admitted> {
    const session = await this.tokens.verify(token)
    const { sessionId, tenantId, contactId, channelId, name, by, expiresAt } = session
    const [held, contact, isEnded] = await Promise.all([
      this.heldChannels.byId({ tenantId, id: channelId }),
      this.contacts.find(tenantId, contactId),
      this.ended.has(session),
    ])
    if (isEnded || held === null || !this.counts(session, held.channel, contact))
      throw new ParleyError('unauthenticated')
    const { channel, readAt: cutBySince } = held
    const principal = contactPrincipal({
      tenantId,
      contactId,
      channelId,
      sessionId,
      name: contact?.name ?? name,
      avatarUrl: contact?.avatarUrl ?? null,
      isIdentified: by !== 'visitor',
      isBlocked: contact !== null && contact.blockedAt !== null,
      userAgent: '',
      expiresAt,
      cutBySince,
    })
    return { session, channel, contact, principal }
  }

  /**
   * The same by what this process holds, for those who ask again and again: who they are, and where.
   * @throws ParleyError `unauthenticated`, whatever the reason
   */
  async recognise(token: unknown): Promise<{ session: ContactSessionClaims; channel: Channel }> {
    const session = await this.tokens.verify(token)
    const { tenantId, channelId: id } = session
    const [held, { standing, isEnded }] = await Promise.all([
      this.heldChannels.byId({ tenantId, id }),
      this.heldContacts.bySession(session),
    ])
    if (isEnded || held === null || !this.counts(session, held.channel, standing))
      throw new ParleyError('unauthenticated')
    return { session, channel: held.channel }
  }

  private counts(session: ContactSessionClaims, channel: Channel, contact: Standing | null): boolean {
    if (contact !== null && (contact.mergedInto !== null || !isStillValid(contact, session.issuedAt))) return false
    switch (session.by) {
      case 'visitor':
        return channel.allowsAnonymous && contact?.isIdentified !== true
      case 'account':
        return contact !== null && channel.allowsAccounts
      case 'host': {
        const key = channel.signingKeys.find(({ id }) => id === session.keyId)
        return contact !== null && key !== undefined && isKeyAccepted(key, this.clock.now())
      }
    }
  }
}
