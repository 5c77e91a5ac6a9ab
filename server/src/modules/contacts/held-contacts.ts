import { Init, Inject, Singleton } from '@midwayjs/core'
import { HeldUntilRevoked } from '../../platform/realtime/held-until-revoked.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { Channel } from '../channels/index.js'
import type { Contact } from './contact.js'
import { contactConnections } from './contact-principal.js'
import { ContactRepository } from './contact.repository.js'
import type { ContactSessionClaims } from './contact-tokens.js'
import { EndedSessionRepository } from './ended-session.repository.js'

const CONTACTS_MAX = 50_000

/** What decides whether a contact's tokens count. */
export type Standing = Pick<Contact, 'id' | 'tenantId' | 'isIdentified' | 'mergedInto' | 'tokensValidAfter'>

interface SessionStanding {
  tenantId: string
  contactId: string
  /** Null for a visitor who has not written yet. */
  standing: Standing | null
  isEnded: boolean
}

/** How contacts stand who ask again and again, as this process holds it; a revocation has it read anew. */
@Singleton()
export class HeldContacts {
  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly ended!: EndedSessionRepository

  @Inject()
  private readonly revocations!: Revocations

  private known!: HeldUntilRevoked<Standing>
  private sessions!: HeldUntilRevoked<SessionStanding>

  @Init()
  initialize(): void {
    this.known = new HeldUntilRevoked<Standing>(this.revocations, groundsOf, CONTACTS_MAX)
    const ofSession = ({ tenantId, contactId }: SessionStanding) => groundsOf({ tenantId, id: contactId })
    this.sessions = new HeldUntilRevoked<SessionStanding>(this.revocations, ofSession, CONTACTS_MAX)
  }

  /** The contact that the host knows by this id, if they were ever here. */
  byExternalId({ tenantId, id: channelId }: Channel, externalId: string): Promise<Standing | null> {
    return this.known.get(JSON.stringify([channelId, externalId]), async () => {
      const found = await this.contacts.findKnown({ tenantId, channelId, externalId })
      return found && standingOf(found.contact)
    })
  }

  async bySession(session: ContactSessionClaims): Promise<SessionStanding> {
    const { tenantId, contactId, sessionId } = session
    const read = async (): Promise<SessionStanding> => {
      const [contact, isEnded] = await Promise.all([this.contacts.find(tenantId, contactId), this.ended.has(session)])
      return { tenantId, contactId, standing: contact && standingOf(contact), isEnded }
    }
    return (await this.sessions.get(`${tenantId} ${contactId} ${sessionId}`, read)) ?? read()
  }
}

const groundsOf = (contact: Pick<Contact, 'tenantId' | 'id'>) => ({
  tenantId: contact.tenantId,
  keys: [contactConnections(contact).key],
})

const standingOf = ({ id, tenantId, isIdentified, mergedInto, tokensValidAfter }: Contact): Standing => ({
  id,
  tenantId,
  isIdentified,
  mergedInto,
  tokensValidAfter,
})
