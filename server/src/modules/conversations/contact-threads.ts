import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { SingleFlight } from '../../platform/single-flight.js'
import { ChannelRepository } from '../channels/index.js'
import { ContactRepository, newVisitor } from '../contacts/index.js'
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
  private readonly clock!: Clock

  private readonly making = new SingleFlight<Thread>()

  /** @throws ParleyError `not_found`, for somebody else's as for an unknown one */
  async get(caller: ContactPrincipal, threadId: string): Promise<Thread> {
    const thread = await this.threads.get(caller.tenantId, threadId)
    if (thread.contactId !== caller.contactId) throw new ParleyError('not_found')
    return thread
  }

  /** The contact's thread in the channel of their session, or null before their first message. */
  find({ tenantId, contactId, channelId }: ContactPrincipal): Promise<Thread | null> {
    return this.threads.findOfContact(tenantId, contactId, channelId)
  }

  /** The thread they name, else their thread in the channel, made with the contact at the first message. */
  async ensure(caller: ContactPrincipal, threadId: string | null): Promise<Thread> {
    if (threadId !== null) return this.get(caller, threadId)
    const key = `${caller.tenantId} ${caller.contactId} ${caller.channelId}`
    return this.making.run(key, async () => (await this.find(caller)) ?? (await this.create(caller)))
  }

  private async create(caller: ContactPrincipal): Promise<Thread> {
    const { tenantId, contactId, channelId, name } = caller
    const channel = await this.channels.find(tenantId, channelId)
    if (channel === null) throw new ParleyError('not_found')
    const now = this.clock.now()
    await this.contacts.ensure(newVisitor({ id: contactId, tenantId, channelId, name, at: now }))
    const names = { contactName: name, channelName: channel.name, queueId: channel.queueId }
    return this.threads.create({ tenantId, contactId, channelId, ...names }, now)
  }
}
