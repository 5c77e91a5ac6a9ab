import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { Channel } from '../channels/index.js'
import { newVisitor } from './contact.js'
import type { Contact } from './contact.js'
import { contactConnections } from './contact-principal.js'
import { ContactRepository } from './contact.repository.js'
import { ContactTokens } from './contact-tokens.js'
import { EndedSessionRepository } from './ended-session.repository.js'

/** A visitor, and the known contact that they turned out to be. */
export interface Merge {
  visitor: Contact
  contact: Contact
}

/** What is asked of those who keep what contacts write. */
interface History {
  /** What a visitor wrote goes over to the known contact; asked again after a crash, it does whatever is left to do. */
  adopt: (merge: Merge) => Promise<void>
  /** Whether a conversation of the contact is somebody's own, or in one of these queues. */
  isServedBy: (contact: Contact, by: { staffId: string; queueIds: readonly string[] }) => Promise<boolean>
}

/** Conversations stand above contacts: they answer here, since a session begins only once they have followed. */
@Singleton()
export class VisitorHistory {
  private history: History | undefined

  answerBy(history: History): void {
    this.history = history
  }

  get known(): History {
    if (this.history === undefined) throw new Error('Nobody answers for what visitors wrote yet')
    return this.history
  }
}

/**
 * Identifies a visitor: the decision is one update of their document, so two identities at once get one of them. Their
 * tokens are dead from then on, whoever still has them; what they wrote follows.
 */
@Singleton()
export class MergeVisitor {
  @Inject()
  private readonly tokens!: ContactTokens

  @Inject()
  private readonly ended!: EndedSessionRepository

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly history!: VisitorHistory

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly clock!: Clock

  /** Does nothing when the token is no visitor's of this channel, or that visitor is somebody else already. */
  async run(channel: Channel, { token, contact }: { token: string; contact: Contact }): Promise<void> {
    const visitor = await this.visitorOf(channel, token)
    if (visitor === null) return
    const merged = await this.revocations.during([contactConnections(visitor)], () =>
      this.contacts.merge(visitor, contact.id, this.clock.now()),
    )
    if (merged === null) return
    await this.history.known.adopt({ visitor: merged, contact })
    // Left unsettled: a message that was on its way in this moment is followed by the sweep.
  }

  private async visitorOf(channel: Channel, token: string): Promise<Contact | null> {
    try {
      const session = await this.tokens.verify(token)
      const { tenantId, contactId, channelId, name, by } = session
      if (by !== 'visitor' || tenantId !== channel.tenantId || channelId !== channel.id) return null
      if (await this.ended.has(session)) return null
      return newVisitor({ id: contactId, tenantId, channelId, name, at: this.clock.now() })
    } catch (error) {
      if (error instanceof ParleyError) return null
      throw error
    }
  }
}
