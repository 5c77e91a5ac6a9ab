import { Inject, Singleton } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { ContactPictures, ContactRepository, VisitorHistory } from '../contacts/index.js'
import type { Contact, ContactPrincipal } from '../contacts/index.js'
import { contactRoom } from './rooms.js'
import { AdoptThreads } from './adopt-threads.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { RehomingRepository } from './rehoming.repository.js'
import { Summaries } from './summaries.js'
import { ThreadRepository } from './thread.repository.js'

/** Keeps what is written by and about a contact in step with who they are: identified, renamed. */
@Singleton()
export class ContactHistory {
  @Inject()
  private readonly history!: VisitorHistory

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly pictures!: ContactPictures

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly rehoming!: RehomingRepository

  @Inject()
  private readonly adopt!: AdoptThreads

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly bus!: FactBus

  start(): void {
    this.history.answerBy({
      adopt: (merge) => this.adopt.run(merge),
      isServedBy: ({ tenantId, id }, by) => this.rehoming.isServedBy(tenantId, id, by),
    })
    this.bus.on('contacts:changed', ({ contact }) => this.follow(contact))
    this.bus.on('contacts:noted', ({ contact }) => this.tellNotes(contact))
  }

  /**
   * The rooms of a contact besides their own: those of the visitors that they were. A visitor was nobody else, so the way
   * that nearly everybody comes costs no query.
   */
  async roomsOf(caller: ContactPrincipal): Promise<string[]> {
    if (!caller.isIdentified) return []
    const threads = await this.threads.listOfContact(caller)
    return threads.map(({ tenantId, founderId }) => contactRoom(tenantId, founderId))
  }

  /** Does again what may have been left half done for a contact: each step may be repeated. */
  async mend(left: Contact): Promise<void> {
    if (left.mergedInto === null) await this.follow(left)
    else await this.mendMerge(left, left.mergedInto)
    await this.contacts.noteSettled(left)
  }

  /** Whoever has a conversation of theirs open reads the notes again. */
  private async tellNotes({ tenantId, id: contactId, channelId }: Contact): Promise<void> {
    const threads = await this.threads.listOfContact({ tenantId, contactId, channelId })
    this.broadcast.contactNoted(threads, contactId)
  }

  private async mendMerge(visitor: Contact, contactId: string): Promise<void> {
    const contact = await this.contacts.find(visitor.tenantId, contactId)
    if (contact !== null) await this.adopt.run({ visitor, contact })
  }

  /** Lists show the name and picture that a contact has now; whoever has a conversation of theirs open reads them again. */
  private async follow(contact: Contact): Promise<void> {
    const { tenantId, id: contactId, version } = contact
    const shown = { contactId, contactName: contact.name, contactAvatar: this.pictures.of(contact) }
    const threads = await this.threads.showAs(tenantId, shown)
    this.broadcast.contactChanged(threads, { contactId, version })
    const changed = await this.rehoming.showAs(tenantId, shown)
    for (const conversation of changed) this.summaries.touch(conversation)
  }
}
