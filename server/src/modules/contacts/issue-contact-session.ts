import { randomUUID } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { ContactSession } from '@parley/shared/contacts/session'
import { Clock } from '../../platform/clock.js'
import { lookOf } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { ownContact } from './contact.js'
import type { Contact } from './contact.js'
import type { Admitted } from './contact-gate.js'
import { ContactRepository } from './contact.repository.js'
import { ContactTokens, SESSION_LASTS_MS } from './contact-tokens.js'
import type { ContactSessionClaims } from './contact-tokens.js'

/** Seen this long ago at most, they were seen now. */
const SEEN_WITHIN_MS = 60_000

/** Makes the answer that a contact's page begins with: their token, who they are, and how the channel looks. */
@Singleton()
export class IssueContactSession {
  @Inject()
  private readonly tokens!: ContactTokens

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly clock!: Clock

  ofVisitor(channel: Channel, { id, name }: { id: string; name: string }): Promise<ContactSession> {
    const shown = { id, name, avatarUrl: null, isIdentified: false }
    return this.issue(channel, shown, { sessionId: randomUUID(), by: 'visitor', expiresAt: this.longest() })
  }

  /** For a contact that the host vouches for: no longer than its word does. */
  async ofKnown(channel: Channel, contact: Contact, word: { keyId: string; expiresAt: Date }): Promise<ContactSession> {
    const longest = this.longest()
    const expiresAt = word.expiresAt < longest ? word.expiresAt : longest
    await this.noteSeen(contact)
    return this.issue(channel, contact, { sessionId: randomUUID(), by: 'host', keyId: word.keyId, expiresAt })
  }

  /** For a contact who has signed in by a password of their own. */
  async ofAccount(channel: Channel, contact: Contact): Promise<ContactSession> {
    await this.noteSeen(contact)
    return this.issue(channel, contact, { sessionId: randomUUID(), by: 'account', expiresAt: this.longest() })
  }

  /** Continues a session: a visitor's lasts anew, the host's word does not grow longer by being used. */
  async again(channel: Channel, { session, contact, principal }: Admitted): Promise<ContactSession> {
    if (contact !== null) await this.noteSeen(contact)
    const { sessionId, by, keyId } = session
    const expiresAt = by === 'host' ? session.expiresAt : this.longest()
    return this.issue(channel, { ...principal, id: principal.contactId }, { sessionId, by, keyId, expiresAt })
  }

  private async issue(
    channel: Channel,
    contact: ContactSession['contact'],
    session: Pick<ContactSessionClaims, 'sessionId' | 'by' | 'keyId' | 'expiresAt'>,
  ): Promise<ContactSession> {
    const { tenantId, id: channelId } = channel
    const { id: contactId, name } = contact
    return {
      token: await this.tokens.issue({ tenantId, contactId, channelId, name, ...session }),
      expiresAt: session.expiresAt.toISOString(),
      contact: ownContact(contact),
      isByAccount: session.by === 'account',
      channel: lookOf(channel),
    }
  }

  private async noteSeen(contact: Contact): Promise<void> {
    const now = this.clock.now()
    if (now.getTime() - contact.lastSeenAt.getTime() > SEEN_WITHIN_MS) await this.contacts.noteSeen(contact, now)
  }

  private longest(): Date {
    return new Date(this.clock.now().getTime() + SESSION_LASTS_MS)
  }
}
