import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { SingleFlight } from '../../platform/single-flight.js'
import { ChannelRepository } from '../channels/index.js'
import { ContactPictures, ContactRepository, newVisitor } from '../contacts/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

/** The threads that a contact may reach: their own. */
@Singleton()
export class ContactThreads {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly pictures!: ContactPictures

  @Inject()
  private readonly clock!: Clock

  private readonly making = new SingleFlight<Thread>()

  /** @throws ParleyError `not_found`, for somebody else's as for an unknown one */
  async get(caller: ContactPrincipal, threadId: string): Promise<Thread> {
    const known = await this.threads.get(caller.tenantId, threadId)
    if (known.contactId === caller.contactId) return known
    // It may have become theirs since it was remembered: another node may have identified them.
    const thread = await this.threads.refresh(caller.tenantId, threadId)
    if (thread.contactId !== caller.contactId) throw new ParleyError('not_found')
    return thread
  }

  /** The thread where the contact goes on in the channel of their session, or null before their first message. */
  find(caller: ContactPrincipal): Promise<Thread | null> {
    return this.threads.findOfContact(caller)
  }

  /** All of them: that one, then the earlier ones, newest first. */
  list(caller: ContactPrincipal): Promise<Thread[]> {
    return this.threads.listOfContact(caller)
  }

  /**
   * Where a message goes: the thread they name, or the one where they go on when that is an earlier one or none is named;
   * made, with the contact, at the first message. `others` may hold the message already, if it is a retry.
   */
  async placeFor(caller: ContactPrincipal, threadId: string | null): Promise<{ thread: Thread; others: Thread[] }> {
    const named = threadId === null ? null : await this.get(caller, threadId)
    if (named?.isEarlier === false) return { thread: named, others: [] }
    const thread = await this.ensure(caller)
    const others = (await this.list(caller)).filter(({ id }) => id !== thread.id)
    return { thread, others }
  }

  /** The thread that a contact has, made with the contact where there is none. */
  private ensure(caller: ContactPrincipal): Promise<Thread> {
    const key = `${caller.tenantId} ${caller.contactId} ${caller.channelId}`
    return this.making.run(key, async () => (await this.find(caller)) ?? (await this.create(caller)))
  }

  private async create(caller: ContactPrincipal): Promise<Thread> {
    const { tenantId, contactId, channelId, name, userAgent } = caller
    const channel = await this.channels.find(tenantId, channelId)
    if (channel === null) throw new ParleyError('not_found')
    const now = this.clock.now()
    await this.contacts.ensure(newVisitor({ id: contactId, tenantId, channelId, name, userAgent, at: now }))
    const known = await this.contacts.find(tenantId, contactId)
    const contactAvatar = known && this.pictures.of(known)
    const names = { contactName: name, contactAvatar, channelName: channel.name, queueId: channel.queueId }
    return this.threads.create({ tenantId, contactId, channelId, ...names }, now)
  }
}
